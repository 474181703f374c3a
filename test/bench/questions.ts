import { readFileSync } from 'node:fs';
import type { GatewayHandle } from './gateway-handle.ts';
import type { DevicesByUser } from './plain-loop.ts';

function operation(name: string): string {
  return readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');
}

const usersPage = operation('users');
const usersMfa = operation('users-mfa');
const groupsMembers = operation('groups-members');
const groupsMembersWithIds = groupsMembers.replace('devices {', 'devices { id');
const eightScalars = `query EightScalars($first: Int!) {
  users(first: $first) { nodes { externalId username email displayName title status createdAt updatedAt } }
}`;

const flags = `query ($first: Int!, $after: String) {
  users(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { externalId pingOne { mfaEnabled } } }
}`;
const person = `query ($ref: UserRef!) {
  user(ref: $ref) { id username population { id name } groups(first: 100) { edges { type node { id name } } }
    roleAssignments(first: 100) { edges { node { id role { id name } scope { type externalId } } } }
    mfa { devices { id type status } } }
}`;
/** One user by id, and nothing that hangs on it: one call to the provider. */
export const oneUser = 'query ($ref: UserRef!) { user(ref: $ref) { id username email status } }';

/** How a user is named by the provider's id, in the only directory that there is. */
export function refTo(directory: string, externalId: string): Readonly<Record<string, unknown>> {
  return { ref: { externalId: { directory, externalId } } };
}

interface UserNode {
  readonly externalId: string;
  readonly mfa: {
    readonly devices: readonly { readonly id: string }[] | null;
    readonly unknownReason?: string | null;
  };
}

interface UsersData {
  readonly users: { readonly nodes: readonly UserNode[] };
}

interface FlagsData {
  readonly users: {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface PersonData {
  readonly user: {
    readonly population: object | null;
    readonly groups: object | null;
    readonly roleAssignments: {
      readonly edges: readonly { readonly node: { readonly role: { readonly id: string } | null } }[];
    } | null;
    readonly mfa: { readonly devices: readonly unknown[] | null };
  };
}

interface GroupsData {
  readonly groups: {
    readonly nodes: readonly {
      readonly members: { readonly edges: readonly { readonly node: UserNode }[] };
    }[];
  };
}

/** One page as the contract asks for it; what is cached may be used, as every caller does who says nothing. */
export async function askUsersPage(gateway: GatewayHandle, first: number): Promise<number> {
  const data = await gateway.ask<UsersData>(usersPage, { first }, { fresh: false });
  return data.users.nodes.length;
}

export async function askScalars(gateway: GatewayHandle, first: number): Promise<number> {
  return (await gateway.ask<UsersData>(eightScalars, { first })).users.nodes.length;
}

/** Page by page. */
export async function askFlags(gateway: GatewayHandle, first: number, most: number): Promise<number> {
  let rows = 0;
  let after: string | null = null;
  do {
    const { users }: FlagsData = await gateway.ask<FlagsData>(flags, { first, after });
    rows += users.nodes.length;
    after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
  } while (after !== null && rows < most);
  return rows;
}

/** How many roles, and whether the rest came: what shows that nothing was left out. */
export async function askPerson(
  gateway: GatewayHandle,
  directory: string,
  externalId: string,
): Promise<number> {
  const { user } = await gateway.ask<PersonData>(person, refTo(directory, externalId));
  const roles = user.roleAssignments?.edges.map(({ node }) => node.role?.id);
  const whole = user.population !== null && user.groups !== null && user.mfa.devices !== null;
  return whole ? new Set(roles).size : -1;
}

/** The key of the only directory. */
export async function directoryKey(gateway: GatewayHandle): Promise<string> {
  const { directories } = await gateway.ask<{ readonly directories: readonly { readonly key: string }[] }>(
    '{ directories { key } }',
  );
  return directories[0]?.key ?? '';
}

/** Ids of the devices of each user, and "unknown" where they are. */
export async function askUsersMfa(gateway: GatewayHandle, first: number): Promise<DevicesByUser> {
  const data = await gateway.ask<UsersData>(usersMfa, { first });
  return new Map(data.users.nodes.map(devicesOf));
}

export async function askGroupsMembers(
  gateway: GatewayHandle,
  first: number,
  members: number,
): Promise<DevicesByUser> {
  const data = await gateway.ask<GroupsData>(groupsMembersWithIds, { first, members });
  return new Map(
    data.groups.nodes.flatMap((group) => group.members.edges.map(({ node }) => devicesOf(node))),
  );
}

/** How many users have the devices that they have in truth. */
export function rightOf(told: DevicesByUser, truth: DevicesByUser): number {
  return [...truth].filter(([user, devices]) => told.get(user) === devices).length;
}

function devicesOf({ externalId, mfa }: UserNode): [string, string] {
  if (mfa.devices === null) return [externalId, `unknown: ${mfa.unknownReason ?? ''}`];
  return [
    externalId,
    mfa.devices
      .map((device) => rawIdOf(device.id))
      .toSorted()
      .join(' '),
  ];
}

/** The provider's id within a global id. */
function rawIdOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().split('/').at(-1) ?? '';
}
