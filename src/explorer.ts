import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as GraphiQLPage from '@graphql-yoga/render-graphiql';
import { projectFile } from './cli/project-file.ts';
import type { Explorer } from './server.ts';

interface ExplorerTab {
  readonly query: string;
  readonly variables: string;
}

const tabsFolder = fileURLToPath(projectFile('schema/explorer/'));

/** Whom the tabs mean. */
interface Named {
  /** Key of the directory, and somebody's user name there. */
  readonly directory: string;
  readonly username: string;
  /** Whose accounts are looked for in every directory. */
  readonly email: string;
}

/** Whose address stands in the file of the tab OnePerson, until the gateway knows of somebody. */
const somebody = 'somebody@example.com';

/**
 * The tabs that GraphiQL opens with, in this order, and their variables. The first is the one that people see first. There are as
 * many as fit beside each other in a window of 1280: GraphiQL gives no sign of those that do not.
 */
const tabs: readonly (readonly [name: string, variables: (named: Named) => object])[] = [
  ['users', () => ({ first: 20 })],
  ['admins-no-mfa', () => ({ rules: ['admin::admin_without_factor'] })],
  ['one-person', () => ({})],
  ['findings', () => ({ first: 20, filter: { severityAtLeast: 'HIGH' } })],
  ['posture', () => ({})],
  ['users-mfa', () => ({ first: 50 })],
  ['user', ({ directory, username }) => ({ ref: { username: { directory, username } } })],
  [
    'suspend-user',
    ({ directory, username }) => ({
      input: { user: { username: { directory, username } }, reason: 'Trying it out', dryRun: true },
    }),
  ],
  ['ledger', () => ({ first: 20 })],
];

/**
 * GraphiQL with tabs of ready operations; `directory` and `username` say whom those about one account mean, `email` whose accounts
 * are looked for in every directory.
 */
export function createExplorer(directory: string, username: string, email = somebody): Explorer {
  const ready = tabs.map(([name, variables]): ExplorerTab => {
    const query = readFileSync(join(tabsFolder, `${name}.graphql`), 'utf8');
    const named = { directory, username, email };
    return {
      query: query.replace(JSON.stringify(somebody), () => JSON.stringify(email)),
      variables: JSON.stringify(variables(named), null, 2),
    };
  });
  return {
    options: { title: 'Rollcall', defaultTabs: ready },
    render: (options) => openingOn(loadRenderer()(options), ready[0]),
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
