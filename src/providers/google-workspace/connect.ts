import { clockOf, type ConnectionOptions } from '../connection.ts';
import type { Provider } from '../provider.ts';
import { createGoogleWorkspaceProvider } from './google-workspace.ts';
import { createGoogleWorkspaceUpstream, type GoogleWorkspaceConnection } from './upstream.ts';

/** Connects to a Google Workspace customer. @throws {TypeError} when an address is unusable. */
export function connectGoogleWorkspace(
  settings: GoogleWorkspaceConnection,
  options: ConnectionOptions = {},
): Provider {
  return createGoogleWorkspaceProvider({
    settings,
    upstream: createGoogleWorkspaceUpstream(settings, options),
    ...clockOf(options),
  });
}
