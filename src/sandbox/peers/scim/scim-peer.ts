import { Random } from '../../generate/prng.ts';
import type { JsonObject } from '../../resources/resource.ts';
import {
  type PeerAnswer,
  type PeerRequest,
  type PeerRoute,
  type PeerServer,
  startPeerServer,
} from '../peer-server.ts';
import type { PeerPerson } from '../people.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './scim-description.ts';
import { errorAnswer, SCIM_TYPE, scimError } from './scim-error.ts';
import { answerList, type OpenCursors } from './scim-list.ts';
import { goodManners, type ScimManners } from './scim-manners.ts';
import { operationsOf, patchGroup, patchUser } from './scim-patch.ts';
import { type ScimGroupRecord, type ScimState, type ScimUserRecord, settle } from './scim-people.ts';
import { groupResource, projected, type Rendering, userResource } from './scim-resources.ts';

interface ScimPeerOptions {
  readonly people: readonly PeerPerson[];
  /** Default 1. */
  readonly seed?: number;
  readonly port?: number;
  /** When changes are made; default the present. */
  readonly clock?: () => Date;
  readonly manners?: Partial<ScimManners>;
}

/** A simulated SCIM 2.0 service. Its base is `address`. */
export interface ScimPeer extends PeerServer {
  /** `http://127.0.0.1:PORT/scim/v2`. */
  readonly address: string;
  /** What opens it: the token, or the account. */
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly users: ReadonlyMap<string, ScimUserRecord>;
  readonly groups: ReadonlyMap<string, ScimGroupRecord>;
  readonly manners: ScimManners;
  /** Whose record is whose: person id to id. Removed people have none. */
  readonly truth: ReadonlyMap<string, string>;
}

const BASE = '/scim/v2';

/** Starts a SCIM service on 127.0.0.1. Ready to answer when the promise resolves. */
export async function startScimPeer(options: ScimPeerOptions): Promise<ScimPeer> {
  const { people, seed = 1, port, clock = () => new Date() } = options;
  const state = settle(people, seed);
  const manners: ScimManners = { ...goodManners(), ...options.manners };
  const secrets = new Random(seed, 'scim peer credentials');
  const [token, username, password] = [secrets.hex(4), 'rollcall', secrets.hex(4)];
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const service = new ScimService(state, manners, clock);
  const server = await startPeerServer(
    {
      routes: service.routes(),
      admit: ({ headers }) => {
        const { authorization } = headers;
        if (authorization === `Bearer ${token}` || authorization === `Basic ${basic}`) return undefined;
        const refused = errorAnswer(401, null, 'The credential is missing or wrong.');
        return { ...refused, headers: { ...refused.headers, 'WWW-Authenticate': 'Bearer realm="SCIM"' } };
      },
      errorOf: (status) => errorAnswer(status, null, `The request ended with ${status}.`),
    },
    port,
  );
  return {
    ...server,
    address: `${server.url}${BASE}`,
    token,
    username,
    password,
    users: state.users,
    groups: state.groups,
    manners,
    truth: new Map([...state.users.values()].map(({ person, id }) => [person.personId, id])),
  };
}

class ScimService {
  readonly #state: ScimState;
  readonly #manners: ScimManners;
  readonly #clock: () => Date;
  readonly #cursors: OpenCursors = new Map();

  constructor(state: ScimState, manners: ScimManners, clock: () => Date) {
    this.#state = state;
    this.#manners = manners;
    this.#clock = clock;
  }

  routes(): readonly PeerRoute[] {
    return [
      get('/ServiceProviderConfig', () => whole(serviceProviderConfig(this.#manners))),
      get('/ResourceTypes', () => whole(resourceTypes())),
      get('/Schemas', () => whole(schemas(this.#manners))),
      get('/Users', (request) =>
        this.#list(request, this.#candidates(request), (user) => this.#user(user, request)),
      ),
      get('/Groups', (request) =>
        this.#list(request, [...this.#state.groups.values()], (group) => this.#group(group, request)),
      ),
      get('/Users/{userId}', (request) => this.#one(request, this.#user(this.#findUser(request), request))),
      get('/Groups/{groupId}', (request) =>
        this.#one(request, this.#group(this.#findGroup(request), request)),
      ),
      patch('/Users/{userId}', (request) => {
        const user = this.#findUser(request);
        return this.#patched(
          request,
          user,
          (operation) => patchUser(user, operation),
          () => this.#user(user, request),
        );
      }),
      patch('/Groups/{groupId}', (request) => {
        const group = this.#findGroup(request);
        const { strictRemoval } = this.#manners;
        return this.#patched(
          request,
          group,
          (operation) => patchGroup(group, operation, this.#state, strictRemoval),
          () => this.#group(group, request),
        );
      }),
    ];
  }

  #rendering({ url }: PeerRequest): Rendering {
    return { base: `${url.origin}${BASE}`, sendsGroups: this.#manners.sendsGroups };
  }

  /** Whom a search by name or address can mean: putting everybody into their form to look at one word of it takes long. */
  #candidates({ query }: PeerRequest): readonly ScimUserRecord[] {
    const users = [...this.#state.users.values()];
    const asked = /^(?:userName|emails\.value) eq "([^"\\]+)"$/i.exec(query.get('filter') ?? '')?.[1];
    if (asked === undefined || this.#manners.filters === 'IGNORED') return users;
    const wanted = asked.toLowerCase();
    return users.filter(({ person: { username, email, aliases } }) =>
      [username, email, ...aliases].some((text) => text?.toLowerCase() === wanted),
    );
  }

  #user(user: ScimUserRecord, request: PeerRequest): JsonObject {
    const resource = userResource(user, this.#state, this.#rendering(request));
    if (!this.#manners.leavesOutActive) return resource;
    const { active: _active, ...rest } = resource;
    return rest;
  }

  #group(group: ScimGroupRecord, request: PeerRequest): JsonObject {
    const resource = groupResource(group, this.#state, this.#rendering(request));
    if (!this.#manners.membersOnRequest) return resource;
    const asked = request.query.get('attributes')?.toLowerCase().split(',') ?? [];
    const { members, ...rest } = resource;
    return asked.includes('members') ? { ...rest, members } : rest;
  }

  #findUser({ params }: PeerRequest): ScimUserRecord {
    const user = this.#state.users.get(params['userId'] ?? '');
    if (user === undefined) throw scimError(404, null, 'There is no such user.');
    return user;
  }

  #findGroup({ params }: PeerRequest): ScimGroupRecord {
    const group = this.#state.groups.get(params['groupId'] ?? '');
    if (group === undefined) throw scimError(404, null, 'There is no such group.');
    return group;
  }

  #list<T>(
    { query, url }: PeerRequest,
    records: readonly T[],
    render: (record: T) => JsonObject,
  ): PeerAnswer {
    const answer = answerList(records, render, {
      query,
      manners: this.#manners,
      cursors: this.#cursors,
      newCursor: () => this.#state.random.uuid(),
      path: url.pathname,
    });
    const body = answer.body as { readonly Resources: readonly JsonObject[] };
    return { ...answer, body: { ...body, Resources: body.Resources.map((row) => projected(row, query)) } };
  }

  #one({ query }: PeerRequest, resource: JsonObject): PeerAnswer {
    return whole(projected(resource, query));
  }

  #patched(
    request: PeerRequest,
    record: ScimUserRecord | ScimGroupRecord,
    apply: (operation: ReturnType<typeof operationsOf>[number]) => boolean,
    render: () => JsonObject,
  ): PeerAnswer {
    const { etags } = this.#manners;
    if (!this.#manners.patch) throw scimError(501, null, 'PATCH is not supported.');
    if (request.contentType !== 'application/scim+json' && request.contentType !== 'application/json')
      throw scimError(415, null, 'application/scim+json is expected.');
    const version = request.headers['if-match'];
    if (etags && version === undefined) throw scimError(428, null, 'If-Match is expected.');
    if (etags && version !== `W/"${record.version}"`) throw scimError(412, null, 'The resource has changed.');
    const changed = operationsOf(request.body).map(apply).includes(true);
    // Seen at real ones: nothing changed, and nothing to show.
    if (!changed) return { status: 204 };
    record.version += 1;
    record.updatedAt = this.#clock().toISOString();
    return whole(projected(render(), request.query));
  }
}

function whole(body: JsonObject): PeerAnswer {
  return { status: 200, headers: SCIM_TYPE, body };
}

function get(path: string, handle: PeerRoute['handle']): PeerRoute {
  return { method: 'GET', template: `${BASE}${path}`, handle };
}

function patch(path: string, handle: PeerRoute['handle']): PeerRoute {
  return { method: 'PATCH', template: `${BASE}${path}`, handle };
}
