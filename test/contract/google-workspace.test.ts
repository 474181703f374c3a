import { openGoogleWorkspaceStage } from './google-workspace-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('Google Workspace', openGoogleWorkspaceStage);
