import { noFaultClaimsAnything } from './property.ts';
import { openGoogleWorkspace } from './google-workspace-stage.ts';

noFaultClaimsAnything('Google Workspace', 12, openGoogleWorkspace);
