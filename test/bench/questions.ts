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
