import type { NaiveHandle } from './naive-handle.ts';
import type { DevicesByUser } from './plain-loop.ts';

/** The questions of the bench as the naive server's schema has them. */
const mfa = `query ($first: Int!) {
  users(first: $first) { nodes { id username devices { id type status nickname createdAt } } }
}`;
const scalars = `query ($first: Int!) {
  users(first: $first) { nodes { id username email displayName title status createdAt updatedAt } }
}`;
const flags = `query ($first: Int!, $after: String) {
  users(first: $first, after: $after) { endCursor nodes { id mfaEnabled } }
}`;
const groupsMembers = `query ($first: Int!, $members: Int!) {
  groups(first: $first) { id name members(first: $members) { id username devices { id type status } } }
}`;
const person = `query ($id: ID!) {
  user(id: $id) { id username population { id name } groups { id name }
    roleAssignments { id role { id name } scope { type id } } devices { id type status } }
}`;

interface NaiveUser {
  readonly id: string;
  readonly devices: readonly { readonly id: string }[] | null;
}

interface Users {
  readonly users: { readonly nodes: readonly NaiveUser[]; readonly endCursor: string | null };
}

interface Groups {
  readonly groups: readonly { readonly members: readonly NaiveUser[] | null }[];
}

export interface Told {
  readonly devices: DevicesByUser;
  readonly errors: number;
}

export async function naiveScalars(naive: NaiveHandle, first: number): Promise<number> {
  return (await naive.ask<Users>(scalars, { first })).users.nodes.length;
}

/** Page by page. */
export async function naiveFlags(naive: NaiveHandle, first: number, most: number): Promise<number> {
  let rows = 0;
  let after: string | null = null;
  do {
    const { users }: Users = await naive.ask<Users>(flags, { first, after });
    rows += users.nodes.length;
    after = users.endCursor;
  } while (after !== null && rows < most);
  return rows;
}

/** What it says of the devices, also beside errors. */
export async function naiveMfa(naive: NaiveHandle, first: number): Promise<Told> {
  const { data, errors } = await naive.tell<Users>(mfa, { first });
  return { devices: new Map((data?.users.nodes ?? []).map(devicesOf)), errors: errors?.length ?? 0 };
}

export async function naiveGroups(naive: NaiveHandle, first: number, members: number): Promise<Told> {
  const { data, errors } = await naive.tell<Groups>(groupsMembers, { first, members });
  const users = (data?.groups ?? []).flatMap((group) => group.members ?? []);
  return { devices: new Map(users.map(devicesOf)), errors: errors?.length ?? 0 };
}

export async function naivePerson(naive: NaiveHandle, id: string): Promise<unknown> {
  return naive.ask(person, { id });
}

function devicesOf({ id, devices }: NaiveUser): [string, string] {
  if (devices === null) return [id, 'an error'];
  return [
    id,
    devices
      .map((device) => device.id)
      .toSorted()
      .join(' '),
  ];
}
