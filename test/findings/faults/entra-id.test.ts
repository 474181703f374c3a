import { noFaultClaimsAnything } from './property.ts';
import { openEntraId } from './entra-id-stage.ts';

noFaultClaimsAnything('Entra ID', 12, openEntraId);
