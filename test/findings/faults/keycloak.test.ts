import { noFaultClaimsAnything } from './property.ts';
import { openKeycloak } from './keycloak-stage.ts';

noFaultClaimsAnything('Keycloak', 12, openKeycloak);
