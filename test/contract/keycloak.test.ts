import { openKeycloakStage } from './keycloak-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('Keycloak', openKeycloakStage);
