import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import type { RoleHolder } from '../membership-writes.ts';
import type { Ids } from '../paths.ts';
import type { RestApi } from '../rest-api.ts';
import type { Members } from '../rows.ts';
import { flag, isObject, text } from '../rows.ts';
import type { RoleContainer } from './role-tier.ts';

/** A role that somebody was given, as `role-mappings` shows it. */
export interface MappedRole {
  readonly id: string;
  readonly name: string;
  readonly composite: boolean;
  /** `clientId` of the client whose role it is; null: the realm's. */
  readonly container: RoleContainer;
  /** The same client by the id that addresses use. */
  readonly clientUuid: string | null;
}

export interface Mappings {
  readonly roles: readonly MappedRole[];
  readonly observedAt: Date;
  /** Where they are changed. */
  readonly place: { readonly template: string; readonly ids: Ids };
}

/** Roles that a holder was given directly. @throws {UpstreamError} `BAD_RESPONSE` for any that cannot be read: none is left out. */
export async function readMappings(
  api: RestApi,
  holder: RoleHolder,
  context: CallContext,
): Promise<Mappings> {
  const place = await placeOf(api, holder, context);
  const { members, observedAt, origin } = await api.read(place.template, place.ids, context);
  expectMappings(members, origin);
  const ofRealm = list(members, 'realmMappings', origin).map((role) => toMapped(role, null, null, origin));
  const ofClients = Object.values(clientMappings(members, origin)).flatMap((client) => {
    const [clientUuid, clientId] = [text(client, 'id'), text(client, 'client')];
    if (clientUuid === null || clientId === null)
      throw badResponse(origin, 'has roles of a client that it does not name');
    return list(client, 'mappings', origin).map((role) => toMapped(role, clientId, clientUuid, origin));
  });
  return { roles: [...ofRealm, ...ofClients], observedAt, place };
}

/** A client holds its roles through the user that stands for it (its service account). */
async function placeOf(
  api: RestApi,
  { kind, externalId }: RoleHolder,
  context: CallContext,
): Promise<Mappings['place']> {
  if (kind === 'GROUP') return { template: '/groups/{groupId}/role-mappings', ids: { groupId: externalId } };
  const userId = kind === 'USER' ? externalId : await serviceAccountOf(api, externalId, context);
  return { template: '/users/{userId}/role-mappings', ids: { userId } };
}

async function serviceAccountOf(api: RestApi, clientUuid: string, context: CallContext): Promise<string> {
  const template = '/clients/{clientUuid}/service-account-user';
  const { members, origin } = await api.read(template, { clientUuid }, context);
  const id = text(members, 'id');
  if (id === null) throw badResponse(origin, `is a user without an id, found ${kindOf(members['id'])}`);
  return id;
}

/** Whoever has no role at all is answered with `{}`; with anything else in it, and neither member, it is no answer to this. */
function expectMappings(members: Members, origin: Origin): void {
  const names = Object.keys(members);
  if (names.length > 0 && !names.includes('realmMappings') && !names.includes('clientMappings'))
    throw badResponse(origin, 'has neither realmMappings nor clientMappings, and something else');
}

/** Keycloak leaves the member out where there is no mapping. */
function list(members: Members, name: string, origin: Origin): readonly Members[] {
  const value: unknown = members[name] ?? [];
  if (!Array.isArray(value)) throw badResponse(origin, `has ${kindOf(value)} in ${name}, expected an array`);
  const rows: unknown[] = value;
  if (!rows.every(isObject)) throw badResponse(origin, `has something that is no role in ${name}`);
  return rows;
}

function clientMappings(members: Members, origin: Origin): Readonly<Record<string, Members>> {
  const value: unknown = members['clientMappings'] ?? {};
  if (!isObject(value) || !Object.values(value).every(isObject))
    throw badResponse(
      origin,
      `has ${kindOf(value)} in clientMappings, expected an object of objects by client`,
    );
  return value as Readonly<Record<string, Members>>;
}

function toMapped(
  role: Members,
  container: RoleContainer,
  clientUuid: string | null,
  origin: Origin,
): MappedRole {
  const [id, name] = [text(role, 'id'), text(role, 'name')];
  if (id === null || name === null) throw badResponse(origin, 'has a role without its id or name');
  return { id, name, composite: isComposite(role, origin), container, clientUuid };
}

/**
 * Takes one role away. Keycloak's DELETE wants the role in its body, and one **without a body takes away every role** of that
 * realm or client (`RoleMapperResource.deleteRealmRoleMappings`): this is the only place that sends it.
 */
export async function deleteMapping(
  api: RestApi,
  { template, ids }: Mappings['place'],
  role: MappedRole,
  context: CallContext,
): Promise<void> {
  if (role.id === '' || role.name === '')
    throw new TypeError('Expected a role with its id and name, received one without.');
  const body = [{ id: role.id, name: role.name }];
  const [below, more] =
    role.clientUuid === null ? ['realm', {}] : ['clients/{clientUuid}', { clientUuid: role.clientUuid }];
  await api.command(`${template}/${below}`, { ...ids, ...more }, { method: 'DELETE', body }, context);
}

export function isNotFound(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'NOT_FOUND';
}

/**
 * Whether a role contains others. Every `RoleRepresentation` says it (its `composite` is a plain boolean).
 * @throws {UpstreamError} `BAD_RESPONSE` when it does not: taken for one that contains nothing, an administrator's role would be lost.
 */
export function isComposite(role: Members, origin: Origin): boolean {
  const composite = flag(role, 'composite');
  if (composite !== null) return composite;
  throw badResponse(
    origin,
    `has a role that does not say in composite whether it contains others, found ${kindOf(role['composite'])}`,
  );
}
