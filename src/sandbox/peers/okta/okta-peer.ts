import { generateKeyPair, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import type { PeerPerson } from '../people.ts';
import { type PeerServer, startPeerServer } from '../peer-server.ts';
import { admit, type AskerRole } from './admission.ts';
import { appRoutes } from './app-routes.ts';
import { errorOf } from './errors.ts';
import { factorRoutes } from './factor-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { Cursors } from './lists.ts';
import { makeOrg } from './make-org.ts';
import type { OktaOrg } from './org.ts';
import { policyRoutes } from './policy-routes.ts';
import { QuotaCounter } from './quota.ts';
import { roleRoutes } from './role-routes.ts';
import type { OktaRoute, OktaState, PageCaps } from './route.ts';
import { UserIndex } from './search.ts';
import { SystemLog } from './system-log.ts';
import { type ServiceApplication, TokenEndpoint } from './tokens.ts';
import { userRoutes } from './user-routes.ts';

export interface OktaPeerOptions {
  readonly people: readonly PeerPerson[];
  /** Default 1: the same people and seed give the same ids. */
  readonly seed?: number;
  readonly port?: number;
  readonly clock?: () => Date;
  /** Whether there is a service application beside the API token. Default true; making its key takes longer than all the rest. */
  readonly hasApplication?: boolean;
}

/** A simulated Okta organisation, and what it can be steered by. */
export interface OktaPeer extends PeerServer {
  readonly org: OktaOrg;
  /** Ids of users by the person; `org.personOf` tells all accounts of a person. */
  readonly truth: ReadonlyMap<string, string>;
  /** What `search` reads. */
  readonly index: UserIndex;
  readonly log: SystemLog;
  /** Rows in the largest page of each list. */
  readonly caps: PageCaps;
  readonly quota: QuotaCounter;
  /** What the holder of either credential may do. */
  readonly asker: { role: AskerRole };
  readonly apiToken: string;
  readonly application: ServiceApplication;
  /** Of the application: PEM, PKCS #8. */
  readonly privateKey: string;
  /** Tokens that were given out are good no more. */
  revokeTokens(): void;
}

const SCOPES = [
  ...['users', 'groups', 'apps', 'roles'].flatMap((area) => [`okta.${area}.read`, `okta.${area}.manage`]),
  'okta.logs.read',
  'okta.policies.read',
];

/** One for the process: making it takes longer than all the rest. */
let keyPair: ReturnType<typeof newKeyPair> | undefined;
const newKeyPair = () => promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });

/** Serves an Okta organisation of these people on 127.0.0.1. */
export async function startOktaPeer({
  people,
  seed = 1,
  port = 0,
  clock = () => new Date(),
  hasApplication = true,
}: OktaPeerOptions): Promise<OktaPeer> {
  // Without an application there is a key all the same, of a kind that is made at once and that no assertion is taken from.
  const { publicKey, privateKey } = hasApplication
    ? await (keyPair ??= newKeyPair())
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const org = makeOrg(people, seed);
  const caps: PageCaps = { users: 200, groups: 10_000, members: 1_000, apps: 200, assignees: 100 };
  const state: OktaState = {
    org,
    index: new UserIndex(org.users),
    log: new SystemLog(clock, seed),
    cursors: new Cursors(seed),
    caps,
    now: clock,
  };
  const application = {
    clientId: `0oaSandbox${String(seed).padStart(10, '0')}`,
    publicKey,
    granted: hasApplication ? SCOPES : [],
    dpop: false,
  };
  const tokens = new TokenEndpoint(application, clock, seed);
  const quota = new QuotaCounter(clock);
  const asker: { role: AskerRole } = { role: 'SUPER_ADMIN' };
  const apiToken = `00sandbox-${seed}-api-token`;
  const routes: readonly OktaRoute[] = [
    { method: 'POST', template: '/oauth2/v1/token', open: true, handle: (request) => tokens.answer(request) },
    ...userRoutes(state),
    ...groupRoutes(state),
    ...roleRoutes(state),
    ...factorRoutes(state),
    ...appRoutes(state),
    ...policyRoutes(state),
    {
      method: 'GET',
      template: '/api/v1/logs',
      scope: 'okta.logs.read',
      handle: (request) => state.log.page(request),
    },
  ];
  const scopes = new Map(
    routes.flatMap(({ method, template, scope }) =>
      scope === undefined ? [] : [[`${method} ${template}`, scope]],
    ),
  );
  const admission = { apiToken, tokens, quota, settings: asker, scopes };
  const server = await startPeerServer(
    {
      routes,
      admit: (request) => admit(admission, request),
      errorOf,
      headers: ({ route }) => ({ Date: clock().toUTCString(), ...quota.headers(route) }),
    },
    port,
  );
  return {
    ...server,
    org,
    truth: org.truth,
    index: state.index,
    log: state.log,
    caps,
    quota,
    asker,
    apiToken,
    application,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    revokeTokens: () => tokens.revokeAll(),
  };
}
