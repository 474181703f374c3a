import { pingOne } from '../config/ping-one.ts';
import { parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActionServices } from '../../src/actions/action-services.ts';
import { connectDirectories } from '../../src/cli/connect.ts';
import { startEmbeddedSandbox } from '../../src/cli/embedded-sandbox.ts';
import { backgroundScope, warmUp } from '../../src/cli/readiness.ts';
import { loadConfig } from '../../src/config.ts';
import { COMMON_SETTINGS } from '../../src/config/directory-kind.ts';
import { kindByProvider } from '../../src/config/directory-kinds.ts';
import { rules } from '../../src/findings/index.ts';
import { schema } from '../../src/graphql/schema.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { served } from '../support/served.ts';
import { createGateway, type Gateway } from '../../src/server.ts';
import {
  deadAnchors,
  deadLinks,
  documentsIn,
  fenced,
  quoted,
  read,
  section,
  sources,
  tableRows,
} from './documents.ts';

const readme = read('README.md');
const settingsPage = read('docs/settings.md');
const furtherPages = ['docs/queries.md', 'docs/changes.md', 'docs/http.md'].map(read);
const operations = [readme, ...furtherPages].flatMap((page) => fenced(page, 'graphql'));

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly unknown[];
  readonly extensions?: { readonly cost?: { readonly upstreamCalls?: number } };
}

describe('what the README shows', () => {
  let gateway: Gateway;
  let someLeaver: string | null = null;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    // As `npm start` has it: whatever the README says must hold for everybody, on any day.
    const embedded = await startEmbeddedSandbox();
    someLeaver = embedded.someLeaver;
    const directories = connectDirectories(embedded.config);
    closing.push(
      async () => embedded.close(),
      ...directories.map((directory) => async () => directory.close()),
    );
    // A gateway that was started has read this before anybody can ask.
    await Promise.all(directories.map((directory) => warmUp(directory, backgroundScope())));
    gateway = createGateway({
      directories,
      actions: createActionServices(),
      log: pino({ level: 'silent' }),
    });
  });

  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  const post = async (body: string, accept = 'application/json'): Promise<Response> =>
    fetch(await served(gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body,
    });
  const send = async (body: string): Promise<Answer> => (await (await post(body)).json()) as Answer;
  const ask = async (query: string): Promise<Answer> => send(JSON.stringify({ query }));
  const status = async (body: object, accept?: string): Promise<number> =>
    (await post(JSON.stringify(body), accept)).status;

  it('answers the query of the first screen as printed: one person in three directories', async () => {
    const [query = ''] = operations;
    const [printed = ''] = fenced(readme, 'json');
    expect(query).toContain(String(someLeaver));
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect({ data }).toEqual(JSON.parse(printed));
  });

  it('answers the next query as printed, at the printed cost', async () => {
    const [, printed = ''] = fenced(readme, 'json');
    const { data, errors, extensions } = await ask(named('FirstLook'));
    expect(errors).toBeUndefined();
    expect({ data }).toEqual(JSON.parse(printed));
    expect(extensions?.cost?.upstreamCalls).toBe(4);
  });

  it('rehearses the suspension as described', async () => {
    const { data, errors } = await ask(named('Rehearse'));
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      suspendUser: {
        __typename: 'SuspendUserSuccess',
        changed: true,
        dryRun: true,
        user: { status: 'ACTIVE' },
        entry: { outcome: 'DRY_RUN' },
      },
    });
  });

  it('suspends, shows the user afterwards and has it in the ledger', async () => {
    const key = 'idempotencyKey: "offboarding-4711"';
    expect(readme).toContain(`\`${key}\` in the place of \`dryRun: true\``);
    expect((await ask(named('Rehearse').replace('dryRun: true', key))).data).toMatchObject({
      suspendUser: { __typename: 'SuspendUserSuccess', changed: true, user: { status: 'SUSPENDED' } },
    });
    const { data, errors } = await ask('{ ledger(first: 2) { nodes { idempotencyKey dryRun reason } } }');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      ledger: {
        nodes: [
          { idempotencyKey: 'offboarding-4711', dryRun: false, reason: 'Left on Friday' },
          { dryRun: true },
        ],
      },
    });
  });

  it('counts the contractors of its plan', async () => {
    const filter = '{ directory: "sandbox", employmentType: { equals: "Contractor" } }';
    const { data } = await ask(`{ users(first: 1000, filter: ${filter}) { nodes { status } } }`);
    const users = data?.['users'] as { readonly nodes: readonly { readonly status: string }[] } | undefined;
    const nodes = users?.nodes ?? [];
    const others = nodes.filter((each) => each.status !== 'SUSPENDED');
    expect(named('Plan')).toContain(filter);
    expect(read('docs/changes.md')).toContain(
      `of the ${nodes.length} simulated contractors in PingOne ${others.length} would be changed`,
    );
  });

  it('has bodies for curl that answer without errors, or can be subscribed to', async () => {
    const bodies = bodiesOf([readme]);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect((await send(body)).errors, body).toBeUndefined();
    const further = bodiesOf(furtherPages);
    expect(further).toHaveLength(2);
    for (const body of further) {
      const { query } = JSON.parse(body) as { readonly query: string };
      expect(validate(schema, parse(query)), query).toEqual([]);
    }
  });

  it('says the statuses of faults as they are', async () => {
    const strict = 'application/graphql-response+json';
    const missing = { query: 'query ($n: Int!) { users(first: $n) { totalCount } }' };
    expect(
      await Promise.all([
        status({ query: '{ users(' }),
        status({ query: '{ nope }' }),
        status({ query: '{ users(first: 0) { totalCount } }' }),
        status(missing),
        status({ query: '{ users(' }, strict),
        status({ query: '{ nope }' }, strict),
      ]),
    ).toEqual([200, 200, 200, 400, 400, 400]);
  });

  it('has only operations that the schema knows', () => {
    expect(operations.length).toBeGreaterThan(2);
    for (const text of operations) expect(validate(schema, parse(text)), text).toEqual([]);
  });

  it('counts the rules', () => {
    expect(readme).toContain(`${rules.length} rules`);
  });

  it('has a configuration file that works', () => {
    const [yaml = ''] = fenced(settingsPage, 'yaml');
    const config = loadConfig({
      env: { WORKFORCE_SECRET: 'a-secret-of-the-test', OKTA_TOKEN: 'a-token-of-the-test' },
      options: { config: 'rollcall.yaml' },
      readFile: (path) => ({ text: path.endsWith('rollcall.yaml') ? yaml : 'another-secret' }),
    });
    expect(config.directories.map(({ key, writable }) => ({ key, writable }))).toEqual([
      { key: 'workforce', writable: false },
      { key: 'partners', writable: true },
      { key: 'okta', writable: false },
    ]);
    expect(config.primaryDirectory).toBe('workforce');
  });
});

it('docs/sandbox.md has two directories that fit their seeds', async () => {
  const document = read('docs/sandbox.md');
  const [yaml = ''] = fenced(document, 'yaml');
  const secrets = Object.fromEntries(
    [...document.matchAll(/\b([A-Z]+_SECRET)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const { directories } = loadConfig({
    env: secrets,
    options: { config: 'two.yaml' },
    readFile: () => ({ text: yaml }),
  });
  const started = [...document.matchAll(/sandbox --seed (\d+) --port (\d+)$/gm)];
  expect(started).toHaveLength(2);
  for (const [index, [, seed, port = '']] of started.entries()) {
    const sandbox = await startSandbox({ users: 1, seed: Number(seed) });
    const { tenant } = sandbox;
    await sandbox.close();
    const directory = directories[index];
    expect(directory).toMatchObject({
      environmentId: tenant.environmentId,
      clientId: tenant.worker.clientId,
      apiUrl: `http://127.0.0.1:${port}/v1`,
      tokenUrl: `http://127.0.0.1:${port}/${tenant.adminEnvironmentId}/as/token`,
      tokenAuthMethod: 'basic',
    });
    expect(pingOne(directory).clientSecret?.reveal()).toBe(tenant.worker.clientSecret);
  }
});

describe('the settings', () => {
  const settings = settingsPage;
  const cells = tableRows(settings);
  const source = sources('src/config') + read('src/config.ts');
  const row = (name: string): string => cells.find(([first]) => first === `\`${name}\``)?.join(' ') ?? '';

  it('are all in the table, and the table holds no other', () => {
    const known = source.matchAll(/'((?:PINGONE|ROLLCALL)_[A-Z_]+)'|variable: '([A-Z_]+)'/g);
    const variables = [...known].map((match) => match[1] ?? match[2] ?? '');
    expect(sorted(cells.flatMap(([first = '']) => quoted(first)))).toEqual(sorted(variables));
  });

  it('in the short table of the README are some of them, with the same defaults', () => {
    const short = tableRows(section(readme, '## Settings'));
    expect(short.length).toBeGreaterThan(5);
    const known = new Map(cells.map(([first = '', , fallback = '']) => [first, fallback]));
    const names = short.flatMap(([first = '']) => quoted(first).map((name) => `\`${name}\``));
    expect([...known.keys()]).toEqual(expect.arrayContaining(names));
    const otherwise = short.filter(
      ([first = '', fallback = '']) => known.has(first) && !known.get(first)?.includes(fallback),
    );
    expect(otherwise).toEqual([]);
  });

  it('of the file and of the command line are all there, and no other', () => {
    const file = read('src/config/directories-file.ts');
    const options = [...read('src/cli/usage.ts').matchAll(/^ {2}(--[a-z-]+) [A-Z]+ /gm)].map(
      (match) => match[1] ?? '',
    );
    const { settings: own, secrets } = kindByProvider('PINGONE');
    const wanted = [...COMMON_SETTINGS, ...own, ...secrets, ...options];
    expect(sorted(cells.flatMap(([, second = '']) => quoted(second)))).toEqual(sorted(wanted));
    for (const name of words(/TOP_LEVEL = \[([^\]]*)\]/.exec(file)?.[1] ?? '')) {
      expect(settings).toContain(`\`${name}\``);
    }
  });

  it('have the ranges and defaults of the code', () => {
    for (const [name, setting] of [
      ['PINGONE_REQUESTS_PER_SECOND', 'requestsPerSecond'],
      ['PINGONE_CONCURRENCY', 'concurrency'],
      ['PINGONE_REPORT_THRESHOLD', 'reportThreshold'],
      ['PORT', 'port'],
    ] as const) {
      const range = new RegExp(`number\\('${setting}', \\{ min: ([\\d._]+), max: ([\\d._]+)`).exec(source);
      const [min, max] = [range?.[1], range?.[2]].map((text) => text?.replaceAll('_', ''));
      expect(row(name)).toContain(`${min} to ${max}`);
    }
    const defaults = loadConfig({ env: {} }).server;
    expect(row('HOST')).toContain(defaults.host);
    expect(row('PORT')).toContain(String(defaults.port));
    expect(row('ROLLCALL_LOG_LEVEL')).toContain(defaults.logLevel);
  });
});

describe('the links of the documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...documentsIn('docs'),
    ...documentsIn('docs/decisions'),
    ...documentsIn('docs/providers'),
  ];

  it('lead to files that exist', () => {
    expect(documents.flatMap((path) => deadLinks(path).map((target) => `${path}: ${target}`))).toEqual([]);
  });

  it('lead to headings that exist', () => {
    expect(documents.flatMap((path) => deadAnchors(path).map((target) => `${path}: ${target}`))).toEqual([]);
  });

  it('lead from the README to every page', () => {
    for (const path of documentsIn('docs')) expect(readme).toContain(`(${path}`);
  });
});

it('the troubleshooting table repeats what the checks say', () => {
  const said =
    sources('src/providers/pingone') + read('src/providers/health-checks.ts') + sources('src/config');
  const phrases = [
    'There is no such token endpoint, or it refuses the request',
    'A token was issued, but the API refuses it (401).',
    'PingOne does not know this client, or its credential is wrong (invalid_client).',
    'There is no environment with this id in this region (404).',
    'The environment may not be seen by the worker application, or does not exist (403).',
    'No population is visible, although every environment has at least one: the rights are missing.',
    'The directory is read-only: no action can change it.',
    'PingOne refuses it to the worker application (403).',
    'one of us (NA), ca, eu, au (com.au), sg, asia (AP)',
  ];
  const table = read('docs/troubleshooting.md');
  for (const phrase of phrases) {
    expect(table).toContain(phrase);
    expect(said).toContain(phrase);
  }
  // What the README shows of it is the same.
  const short = tableRows(section(readme, '## Troubleshooting')).map(([says]) => says ?? '');
  expect(short).toHaveLength(5);
  expect(short.filter((says) => !table.includes(says))).toEqual([]);
});

function sorted(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].toSorted();
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/'([A-Za-z]+)'/g)].map((match) => match[1] ?? '');
}

/** What the calls of curl in pages send. */
function bodiesOf(pages: readonly string[]): readonly string[] {
  const calls = pages.flatMap((page) => [...page.matchAll(/^curl [^\n]*? -d '([^']+)'/gm)]);
  return calls.map((match) => match[1] ?? '');
}

/** The operation of that name. */
function named(name: string): string {
  return operations.find((text) => new RegExp(`^(query|mutation) ${name}\\b`).test(text)) ?? '';
}
