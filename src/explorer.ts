import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ExplorerTab {
  readonly query: string;
  readonly variables: string;
}

/** Beside both `src` and `dist`. */
const operationsFolder = fileURLToPath(new URL('../schema/operations/', import.meta.url));

/** The operations that GraphiQL opens with, in this order: the first is the one that people see first. */
const tabs = [
  'users',
  'users-mfa',
  'findings',
  'posture',
  'groups-members',
  'applications',
  'directories',
  'user',
  'suspend-user',
  'unsuspend-user',
];

/** Ready operations with variables that work on the first directory. */
export function explorerTabs(directory: string, username: string): readonly ExplorerTab[] {
  const there = new Set(readdirSync(operationsFolder));
  const user = { username: { directory, username } };
  const variables: Readonly<Record<string, unknown>> = {
    users: { first: 20 },
    'users-mfa': { first: 50 },
    findings: { first: 20, filter: { severityAtLeast: 'HIGH' } },
    'groups-members': { first: 10, members: 20 },
    applications: { first: 20 },
    user: { ref: user },
    'suspend-user': { input: { user, reason: 'Trying it out', dryRun: true } },
    'unsuspend-user': { input: { user, reason: 'Trying it out', dryRun: true } },
  };
  return tabs
    .filter((name) => there.has(`${name}.graphql`))
    .map((name) => ({
      query: readFileSync(join(operationsFolder, `${name}.graphql`), 'utf8'),
      variables: JSON.stringify(variables[name] ?? {}, null, 2),
    }));
}
