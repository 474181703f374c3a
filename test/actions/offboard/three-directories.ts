import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { type ActionServices, createActionServices } from '../../../src/actions/action-services.ts';
import { connectDirectories } from '../../../src/cli/connect.ts';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Secret } from '../../../src/model/secret.ts';
import { type OktaPeer, startOktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople, type PeerPerson } from '../../../src/sandbox/peers/people.ts';
import { type ScimPeer, startScimPeer } from '../../../src/sandbox/peers/scim/scim-peer.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createGateway } from '../../../src/server.ts';
import { asking, configOf, type TestGateway } from '../../support/gateway.ts';
import { TenantView } from '../support/tenant.ts';

export interface ThreeDirectories {
  readonly sandbox: Sandbox;
  readonly tenant: TenantView;
  readonly okta: OktaPeer;
  readonly scim: ScimPeer;
  readonly actions: ActionServices;
  readonly ask: TestGateway['ask'];
  /** Ada's accounts. */
  readonly ada: { readonly pingOne: string; readonly okta: string; readonly scim: string };
  /** Writes that arrived at each, tokens left out. */
  readonly writes: () => { readonly pingOne: number; readonly okta: number; readonly scim: number };
}

interface Options {
  /** Of each request, where it is a function. */
  readonly caller?: Caller | (() => Caller);
  /**
   * Ada's PingOne account shares its address with a colleague's: her account in the SCIM service is tied to it with low confidence,
   * by a further address; and nothing ties the one in Okta to anybody.
   */
  readonly weaklyTied?: boolean;
  readonly breakGlass?: readonly string[];
  /** Of Okta: the only administrator is Ada. */
  readonly onlyAdministrator?: boolean;
  /** Keys of the directories that are swept before the test; default: all. */
  readonly swept?: readonly string[];
}

const EMAIL = 'ada.lovelace@corp.example';
const SHARED = 'analysts@corp.example';

/** PingOne (`workforce`), Okta and a SCIM service, with one person in all three, who administers the first two. */
export async function openThree(options: Options = {}): Promise<ThreeDirectories> {
  const sandbox = await startSandbox({ users: 40 });
  const tenant = new TenantView(sandbox);
  const weaklyTied = options.weaklyTied === true;
  const [pingOneId = '', colleagueId = ''] = tenant.people(2);
  const users = sandbox.tenant.collections.get('users');
  const [row, colleague] = [users?.get(pingOneId), users?.get(colleagueId)];
  if (row === undefined || colleague === undefined) throw new Error('Expected two people in the tenant.');
  Object.assign(row, { email: weaklyTied ? SHARED : EMAIL, username: EMAIL, emailVerified: true });
  if (weaklyTied) Object.assign(colleague, { email: SHARED });
  tenant.appoint(pingOneId);
  sandbox.world.touch();

  const drawn = drawPeerPeople({ users: 12, seed: 9 });
  const people = drawn.map((person): PeerPerson => ({
    ...person,
    ...(person.role === 'TOP' && options.onlyAdministrator === true && { role: null }),
  }));
  const [base] = drawn;
  if (base === undefined) throw new Error('Expected somebody to be drawn.');
  const ada: PeerPerson = {
    ...base,
    personId: 'ada',
    username: EMAIL,
    email: EMAIL,
    givenName: 'Ada',
    familyName: 'Lovelace',
    employeeNumber: null,
    status: 'ACTIVE',
    external: false,
    role: 'TOP',
    groups: [],
  };
  const [inOkta, inScim]: readonly Partial<PeerPerson>[] = weaklyTied
    ? [
        { username: 'countess@elsewhere.example', email: 'countess@elsewhere.example' },
        { username: 'ada', email: SHARED, aliases: [EMAIL] },
      ]
    : [{}, {}];
  const okta = await startOktaPeer({
    people: [...people, { ...ada, ...inOkta }],
    seed: 4,
    hasApplication: false,
  });
  const scim = await startScimPeer({ people: [...people.slice(3), { ...ada, role: null, ...inScim }] });
  const directories = connectDirectories({
    directories: [
      configOf(sandbox, {}, 'workforce'),
      {
        key: 'okta',
        provider: 'OKTA',
        orgUrl: okta.url,
        apiToken: new Secret(okta.apiToken),
        writable: true,
        factorsMayBeHidden: false,
        adminListIncludesGroups: false,
      },
      {
        key: 'crm',
        provider: 'SCIM',
        url: scim.address,
        token: new Secret(scim.token),
        writable: true,
        maxPages: 100,
        listLimit: 1_000,
      },
    ],
    primaryDirectory: 'workforce',
  });
  const actions = createActionServices({
    settings: { readBackDelaysMs: [0], breakGlass: options.breakGlass ?? [] },
  });
  const { caller, swept = directories.map(({ key }) => key) } = options;
  const context = { lane: 'bulk', transactionId: 'before the test' } as const;
  for (const { key, sweeper } of directories)
    if (swept.includes(key))
      await sweeper.read({ asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context });
  const gateway = createGateway({
    directories,
    actions,
    log: pino({ level: 'silent' }),
    ...(caller && { authenticate: async () => (typeof caller === 'function' ? caller() : caller) }),
  });
  onTestFinished(async () => {
    await Promise.all(directories.map((directory) => directory.close()));
    await Promise.all([sandbox.close(), okta.close(), scim.close()]);
  });
  return {
    sandbox,
    tenant,
    okta,
    scim,
    actions,
    ask: asking(gateway),
    ada: {
      pingOne: pingOneId,
      okta: okta.truth.get('ada') ?? '',
      scim: scim.truth.get('ada') ?? '',
    },
    writes: () => ({
      pingOne: sandbox.requests.writes.filter(({ route }) => !route.includes('/as/token')).length,
      okta: okta.requests.writes.length,
      scim: scim.requests.writes.length,
    }),
  };
}
