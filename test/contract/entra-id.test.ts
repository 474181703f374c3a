import { openEntraIdStage } from './entra-id-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('Microsoft Entra ID', openEntraIdStage);
