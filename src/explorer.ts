import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as GraphiQLPage from '@graphql-yoga/render-graphiql';
import type { Explorer } from './server.ts';

interface ExplorerTab {
  readonly query: string;
  readonly variables: string;
}

/** Beside both `src` and `dist`. */
const operationsFolder = fileURLToPath(new URL('../schema/operations/', import.meta.url));

/** One person's accounts in all directories: what a federation is there for. */
const onePerson = `# Somebody by their address in every directory: what each says of them, and whether each could be asked.
query OnePerson($email: String!) {
  users(first: 10, filter: { email: { equals: $email } }) {
    coverage { complete sources { directory { key } state reason } }
    nodes {
      id
      directory { key provider isPrimary }
      username
      displayName
      status
      canAuthenticate
      lastSignOn { at }
      mfa { status tier unknownReason }
    }
  }
}
`;

/** The operations that GraphiQL opens with, in this order: the first is the one that people see first. */
const operations = [
  'users',
  'one-person',
  'identities',
  'users-mfa',
  'findings',
  'posture',
  'groups-members',
  'applications',
  'directories',
  'user',
  'suspend-user',
  'unsuspend-user',
  'ledger',
];

/**
 * GraphiQL with a tab for each ready operation; `directory` and `username` say whom those about one account mean, `email` whose
 * accounts are looked for in every directory.
 */
export function createExplorer(
  directory: string,
  username: string,
  email = 'somebody@example.com',
): Explorer {
  const tabs = explorerTabs(directory, username, email);
  return {
    options: { title: 'Rollcall', defaultTabs: [...tabs] },
    render: (options) => openingOn(loadRenderer()(options), tabs[0]),
  };
}

/** The page is 9 MB, and takes a seventh of a second and 49 MB to load: only a process that a browser visits pays for it. */
function loadRenderer(): Explorer['render'] {
  const require = createRequire(import.meta.url);
  const page = require('@graphql-yoga/render-graphiql') as typeof GraphiQLPage;
  return page.renderGraphiQL;
}

/**
 * GraphiQL reads query and variables of the tab that it shows from storage of their own. Where they are not there, as on the first
 * visit, or are not the tab's, as after a change of tabs, the variables stay empty and a reload opens one more tab.
 */
const alignStorage = `(first) => {
  const name = (key) => 'graphiql:' + key;
  let state = null;
  try { state = JSON.parse(localStorage.getItem(name('tabState'))); } catch {}
  const asked = new URL(location.href).searchParams.get('query');
  const shown = asked === null ? state?.tabs?.[state.activeTabIndex] : state?.tabs?.find(({ query }) => query === asked);
  const tab = shown ?? (asked === null ? first : {});
  for (const key of ['query', 'variables', 'headers']) {
    if (typeof tab[key] === 'string') localStorage.setItem(name(key), tab[key]);
    else localStorage.removeItem(name(key));
  }
}`;

/**
 * GraphiQL moves a tab that is pressed, so that the end of the click arrives beside it and no tab can be opened with a mouse.
 * Opening at the press, as the tabs of browsers do, leaves nothing to miss.
 */
const openTabAtPress = `document.addEventListener('pointerdown', (event) => {
  const tab = event.target instanceof Element ? event.target.closest('.graphiql-tab-button') : null;
  if (tab === null || event.button !== 0) return;
  event.stopPropagation();
  tab.click();
}, true);`;

function openingOn(page: string, first: ExplorerTab | undefined): string {
  const argument = JSON.stringify(first ?? {}).replaceAll('<', String.raw`\u003c`);
  const script = `<script>(${alignStorage})(${argument});${openTabAtPress}</script>`;
  const at = page.indexOf('<div id="root"></div>');
  return at === -1 ? page : page.slice(0, at) + script + page.slice(at);
}

/** Ready operations with variables that work on the first directory, or on all. */
function explorerTabs(directory: string, username: string, email: string): readonly ExplorerTab[] {
  const there = new Set(readdirSync(operationsFolder));
  const user = { username: { directory, username } };
  const variables: Readonly<Record<string, unknown>> = {
    users: { first: 20 },
    'one-person': { email },
    identities: { first: 20 },
    'users-mfa': { first: 50 },
    findings: { first: 20, filter: { severityAtLeast: 'HIGH' } },
    'groups-members': { first: 10, members: 20 },
    applications: { first: 20 },
    user: { ref: user },
    'suspend-user': { input: { user, reason: 'Trying it out', dryRun: true } },
    'unsuspend-user': { input: { user, reason: 'Trying it out', dryRun: true } },
    ledger: { first: 20 },
  };
  return operations.flatMap((name) => {
    const file = `${name}.graphql`;
    if (name !== 'one-person' && !there.has(file)) return [];
    const query = name === 'one-person' ? onePerson : readFileSync(join(operationsFolder, file), 'utf8');
    return [{ query, variables: JSON.stringify(variables[name] ?? {}, null, 2) }];
  });
}
