import type { PeerPerson } from '../people.ts';
import { type PeerAnswer, type PeerRequest, type PeerServer, startPeerServer } from '../peer-server.ts';
import { errorAnswer } from './envelope.ts';
import { groupRoutes } from './group-routes.ts';
import { keyPair } from './key-pair.ts';
import { makeGroups } from './make-groups.ts';
import { GoogleIds } from './make-ids.ts';
import { makeRoles } from './make-roles.ts';
import { makeUser } from './make-users.ts';
import { Paging } from './paging.ts';
import { Quota } from './quota.ts';
import { roleRoutes } from './role-routes.ts';
import { ALL_SCOPES, DIRECTORY, type ScopedRoute } from './scoped-routes.ts';
import type { GoogleCredentials, GoogleState, GoogleUser } from './state.ts';
import { GoogleTokens } from './tokens.ts';
import { userRoutes } from './user-routes.ts';

interface GooglePeerOptions {
  readonly people: readonly PeerPerson[];
  /** Default 1. */
  readonly seed?: number;
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export interface GoogleWorkspacePeer extends PeerServer, GoogleState {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly credentials: GoogleCredentials;
  readonly tokens: GoogleTokens;
  readonly quota: Quota;
  readonly paging: Paging;
  /** Person to user id. */
  readonly truth: ReadonlyMap<string, string>;
}

/** A simulated Google Workspace: Directory API v1 and its token endpoint, in memory. */
export async function startGoogleWorkspacePeer(options: GooglePeerOptions): Promise<GoogleWorkspacePeer> {
  const { people, seed = 1, clock = Date.now } = options;
  const { state, truth } = makeState(people, seed);
  const credentials: GoogleCredentials = {
    serviceAccountEmail: 'rollcall@sandbox-project.iam.gserviceaccount.com',
    ...keyPair(),
    privateKeyId: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
    adminEmail: administrator(state),
  };
  const tokens = new GoogleTokens(credentials, state, clock, ALL_SCOPES);
  const quota = new Quota(clock);
  const paging = new Paging(clock);
  const routes: readonly ScopedRoute[] = [
    ...userRoutes(state, paging),
    ...groupRoutes(state, paging),
    ...roleRoutes(state, paging),
  ].map((route) => ({ ...route, handle: (request) => partial(request, route.handle(request)) }));
  const scopesOf = new Map(routes.map(({ method, template, scopes }) => [`${method} ${template}`, scopes]));
  const server = await startPeerServer(
    {
      routes: [
        ...routes,
        { method: 'POST', template: '/token', open: true, handle: (request) => tokens.answer(request) },
      ],
      admit: (request) => {
        const held = tokens.scopesOf(request.headers.authorization);
        if (held === null) return errorAnswer(401);
        const needed = scopesOf.get(request.route);
        if (needed !== undefined && !needed.some((scope) => held.has(scope)))
          return errorAnswer(
            403,
            'insufficientPermissions',
            'Request had insufficient authentication scopes.',
          );
        return quota.spend();
      },
      errorOf: (status) => errorAnswer(status),
      headers: (_request, { body }) =>
        body === undefined ? {} : { 'Content-Type': 'application/json; charset=UTF-8' },
    },
    options.port,
  );
  return {
    ...server,
    ...state,
    apiUrl: `${server.url}${DIRECTORY}`,
    tokenUrl: `${server.url}/token`,
    credentials,
    tokens,
    quota,
    paging,
    truth,
  };
}

function makeState(
  people: readonly PeerPerson[],
  seed: number,
): { readonly state: GoogleState; readonly truth: ReadonlyMap<string, string> } {
  const ids = new GoogleIds(seed);
  const customerId = 'C01sandbx';
  const byPerson = new Map<string, GoogleUser>();
  for (const [index, person] of people.entries())
    byPerson.set(
      person.personId,
      makeUser(person, index, { ids, customerId, suspendedAt: person.statusChangedAt }),
    );
  const grouped = makeGroups(people, byPerson, { ids, customerId });
  return {
    state: {
      customerId,
      users: new Map([...byPerson.values()].map((user) => [user.id, user])),
      ...grouped,
      ...makeRoles(people, byPerson, grouped.groups, ids),
      signedOut: [],
    },
    truth: new Map([...byPerson].map(([personId, { id }]) => [personId, id])),
  };
}

/** As whom the service account acts: somebody has to be there who may. */
function administrator({ users }: GoogleState): string {
  const there = [...users.values()].filter(
    ({ suspended, archived, deletionTime }) => !suspended && !archived && deletionTime === undefined,
  );
  const chosen = there.find(({ isAdmin }) => isAdmin) ?? there[0];
  if (chosen === undefined)
    throw new RangeError('Expected at least one person who can sign in, received none.');
  chosen.isAdmin = true;
  return chosen.primaryEmail;
}

/** `fields=kind` and the like: only these members of the answer. */
function partial({ query }: PeerRequest, answer: PeerAnswer): PeerAnswer {
  const fields = query.get('fields')?.split(',');
  if (fields === undefined || typeof answer.body !== 'object' || answer.body === null) return answer;
  return {
    ...answer,
    body: Object.fromEntries(Object.entries(answer.body).filter(([name]) => fields.includes(name))),
  };
}
