import type { RealmClient, RealmGroup, RealmRole, RealmState, RealmUser } from './realm-state.ts';

type Json = Record<string, unknown>;

/** Brief rows lack attributes, required actions and what is worked out from credentials. */
export function userRow(user: RealmUser, brief: boolean): Json {
  const { id, username, firstName, lastName, email, emailVerified, enabled, createdTimestamp } = user;
  const common = { id, username, firstName, lastName, emailVerified, enabled, createdTimestamp };
  const address = email === null ? {} : { email };
  const link = user.federationLink === null ? {} : { federationLink: user.federationLink };
  if (brief) return { ...common, ...address, ...link };
  return {
    ...common,
    ...address,
    ...link,
    totp: user.credentials.some(({ type }) => type === 'otp'),
    ...(Object.keys(user.attributes).length === 0 ? {} : { attributes: user.attributes }),
    disableableCredentialTypes: [],
    requiredActions: [...user.requiredActions],
    notBefore: 0,
    access: { view: true, manage: true },
  };
}

export function groupRow(state: RealmState, group: RealmGroup, brief: boolean): Json {
  const { id, name, path, parentId } = group;
  const common = {
    id,
    name,
    path,
    ...(parentId === null ? {} : { parentId }),
    subGroupCount: state.childrenOf(id).length,
    subGroups: [],
  };
  if (brief) return common;
  const roles = [...group.roleIds].flatMap((roleId) => state.roles.get(roleId) ?? []);
  const clientRoles: Record<string, string[]> = {};
  for (const role of roles) {
    if (role.clientUuid === null) continue;
    const clientId = state.clients.get(role.clientUuid)?.clientId ?? '';
    (clientRoles[clientId] ??= []).push(role.name);
  }
  const realmRoles = roles.filter(({ clientUuid }) => clientUuid === null).map((role) => role.name);
  return { ...common, attributes: {}, realmRoles, clientRoles };
}

export function roleRow(state: RealmState, role: RealmRole): Json {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    composite: role.composites.size > 0,
    clientRole: role.clientUuid !== null,
    containerId: role.clientUuid ?? state.name,
  };
}

/** Who may query but not view is shown that there is one. */
export function clientRow({ id, clientId, name, protocol, members }: RealmClient, full: boolean): Json {
  return full ? { id, clientId, name, protocol, ...members } : { id, clientId };
}

/** Leaves out what the credential may not view, without a word. */
export function mappingRow(state: RealmState, roleIds: ReadonlySet<string>): Json {
  const realmMappings: Json[] = [];
  const clientMappings: Record<string, { id: string; client: string; mappings: Json[] }> = {};
  for (const roleId of roleIds) {
    const role = state.roles.get(roleId);
    if (role === undefined) continue;
    if (role.clientUuid === null) {
      if (state.may('view-realm')) realmMappings.push(roleRow(state, role));
      continue;
    }
    const client = state.clients.get(role.clientUuid);
    if (client === undefined || !state.may('view-clients')) continue;
    const entry = (clientMappings[client.clientId] ??= {
      id: client.id,
      client: client.clientId,
      mappings: [],
    });
    entry.mappings.push(roleRow(state, role));
  }
  return {
    ...(realmMappings.length === 0 ? {} : { realmMappings }),
    ...(Object.keys(clientMappings).length === 0 ? {} : { clientMappings }),
  };
}
