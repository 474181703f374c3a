import { type PeerAnswer, type PeerServer, startPeerServer } from '../peer-server.ts';
import type { PeerPerson } from '../people.ts';
import { groupRoutes } from './group-routes.ts';
import type { RealmState } from './realm-state.ts';
import { failure, ok, type RouteMaker } from './requests.ts';
import { roleRoutes } from './role-routes.ts';
import { seedRealm } from './seed-realm.ts';
import { TokenEndpoint } from './token-endpoint.ts';
import { userRoutes } from './user-routes.ts';

export interface KeycloakPeerOptions {
  readonly people: readonly PeerPerson[];
  /** Default 1. */
  readonly seed?: number;
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Default `acme`. */
  readonly realm?: string;
  /** What addresses begin with: `/auth` in old distributions. Default: nothing. */
  readonly path?: string;
}

export interface KeycloakPeer extends PeerServer {
  /** `url` with the path that the server is under. */
  readonly baseUrl: string;
  readonly realm: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly state: RealmState;
  /** Whose account is which: the person's id to the account's. */
  readonly truth: ReadonlyMap<string, string>;
  readonly tokens: TokenEndpoint;
}

const CLIENT_ID = 'rollcall';
const CLIENT_SECRET = 'keycloak peer: s+cret';

/** Plays the admin API of one Keycloak realm, as far as the gateway uses it. */
export async function startKeycloakPeer(options: KeycloakPeerOptions): Promise<KeycloakPeer> {
  const { people, seed = 1, port = 0, clock = Date.now, realm = 'acme', path = '' } = options;
  const truth = new Map<string, string>();
  const state = seedRealm({ realm, people, seed, clientId: CLIENT_ID, now: clock() }, truth);
  const tokens = new TokenEndpoint(CLIENT_ID, CLIENT_SECRET, clock);
  const route: RouteMaker = (method, below, handle) => ({
    method,
    template: `${path}/admin/realms/{realm}${below}`,
    handle: (request) => {
      if (request.params['realm'] !== realm) throw failure(404, { error: 'Realm not found.' });
      return handle(request);
    },
  });
  const server = await startPeerServer(
    {
      routes: [
        tokens.route(`${path}/realms/{realm}/protocol/openid-connect/token`, realm),
        route('GET', '', () => realmRow(state)),
        ...userRoutes(state, route),
        ...groupRoutes(state, route),
        ...roleRoutes(state, route),
      ],
      admit: ({ headers }) => (tokens.accepts(headers.authorization) ? undefined : errorOf(401)),
      errorOf,
    },
    port,
  );
  return {
    ...server,
    baseUrl: `${server.url}${path}`,
    realm,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    state,
    truth,
    tokens,
  };
}

/** Who may not view the realm is told its name, as long as there is anything that may be seen. */
function realmRow(state: RealmState): PeerAnswer {
  if (state.rights.size === 0) throw failure(403, { error: 'HTTP 403 Forbidden' });
  if (!state.may('view-realm')) return ok({ realm: state.name });
  return ok({
    id: `id-of-${state.name}`,
    realm: state.name,
    displayName: `${state.name} people`,
    ...state.settings,
  });
}

function errorOf(status: number): PeerAnswer {
  return { status, body: { error: `HTTP ${status}` } };
}
