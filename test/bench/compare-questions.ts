import type { Fault } from '../../src/sandbox/http/faults.ts';
import {
  naiveFlags,
  naiveGroups,
  naiveMfa,
  naivePerson,
  naiveScalars,
  type Told,
} from './naive-questions.ts';
import {
  askFlags,
  askGroupsMembers,
  askPerson,
  askScalars,
  askUsersMfa,
  askUsersPage,
  directoryKey,
  rightOf,
} from './questions.ts';
import { compare } from './rounds.ts';
import { type Bench, calls, devicesRoute, eachOnce, rowOf } from './sides.ts';
import { milliseconds, type Row } from './table.ts';

export const people = 1_000;
const ordinary = 20;
const pageOfUsers = 200;

export async function usersPage({ sandbox, gateway, loop, rounds }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  await askUsersPage(gateway, pageOfUsers);
  await sandbox.counters();
  const rows = await askUsersPage(gateway, pageOfUsers);
  const { total } = await sandbox.counters();
  const { gatewayMs, others } = await compare(
    () => askUsersPage(gateway, pageOfUsers),
    { loop: () => loop.users(pageOfUsers) },
    rounds,
  );
  return {
    question: 'users, a page of 200',
    gateway: milliseconds(gatewayMs),
    against: `limit-64 ${milliseconds(others.loop.ms)}`,
    ratio: others.loop.ratio,
    goal: null,
    facts: `${rows} rows, ${calls(total)}`,
    right: rows === pageOfUsers && total === 1,
  };
}

export async function scalars({ sandbox, gateway, loop, floor, naive, rounds }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  await askScalars(gateway, people);
  await sandbox.counters();
  const rows = await askScalars(gateway, people);
  const { total } = await sandbox.counters();
  const times = await compare(
    () => askScalars(gateway, people),
    {
      'limit-64': () => loop.users(people),
      limit: () => floor.users(people),
      naive: () => naiveScalars(naive, people),
    },
    rounds,
  );
  return rowOf(
    'Q1 1,000 users, 8 scalar fields',
    times,
    { against: 'limit-64', most: 1.3 },
    { facts: `${rows} rows, ${calls(total)}`, right: rows === people && total === people / pageOfUsers },
  );
}

/** One by one. */
export async function devices(bench: Bench, latencyMs: number): Promise<Row> {
  const { sandbox, gateway, loop, floor, naive, rounds } = bench;
  await sandbox.behave(latencyMs);
  const truth = await loop.usersWithDevices(people);
  await askUsersMfa(gateway, people);
  await sandbox.counters();
  const told = await askUsersMfa(gateway, people);
  const counters = await sandbox.counters();
  const times = await compare(
    () => askUsersMfa(gateway, people),
    {
      'limit-64': () => loop.usersWithDevices(people),
      limit: () => floor.usersWithDevices(people),
      naive: () => naiveMfa(naive, people),
    },
    rounds,
  );
  return rowOf(
    `Q2 devices of 1,000, ${latencyMs} ms away`,
    times,
    { against: 'limit-64', most: latencyMs >= 50 ? 1.05 : 1.1 },
    eachOnce(told, truth, counters, people + people / pageOfUsers),
  );
}

/** `gateway` reads devices from the report. */
export async function devicesByReport({ sandbox, gateway, loop, floor, naive, rounds }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  const truth = await loop.usersWithDevices(people);
  await askUsersMfa(gateway, people);
  await sandbox.counters();
  const told = await askUsersMfa(gateway, people);
  const { total } = await sandbox.counters();
  const times = await compare(
    () => askUsersMfa(gateway, people),
    {
      'limit-64': () => loop.usersWithDevices(people),
      limit: () => floor.usersWithDevices(people),
      naive: () => naiveMfa(naive, people),
    },
    rounds,
  );
  const right = rightOf(told, truth);
  return rowOf(
    'Q2 by the MFA report',
    times,
    { against: 'limit-64', most: 0.5 },
    {
      facts: `${right} of ${truth.size} right, ${calls(total)}`,
      right: right === truth.size && total <= 15,
    },
  );
}

export async function groups({ sandbox, gateway, loop, floor, naive, rounds }: Bench): Promise<Row> {
  const [most, members] = [40, 200];
  await sandbox.behave(ordinary);
  const truth = await loop.groupsWithDevices(most, members);
  await askGroupsMembers(gateway, most, members);
  await sandbox.counters();
  const told = await askGroupsMembers(gateway, most, members);
  const counters = await sandbox.counters();
  const times = await compare(
    () => askGroupsMembers(gateway, most, members),
    {
      'limit-64': () => loop.groupsWithDevices(most, members),
      limit: () => floor.groupsWithDevices(most, members),
      naive: () => naiveGroups(naive, most, members),
    },
    rounds,
  );
  const found = eachOnce(told, truth, counters, truth.size + most + 1);
  return rowOf("Q3 40 groups, members' devices", times, { against: 'limit-64', most: 1.1 }, found);
}

/** Over a directory of `most` users. */
export async function flags(bench: Bench, most: number): Promise<Row> {
  const { sandbox, gateway, loop, floor, naive, rounds } = bench;
  await sandbox.behave(ordinary);
  await askFlags(gateway, people, most);
  await sandbox.counters();
  const rows = await askFlags(gateway, people, most);
  const { total } = await sandbox.counters();
  const times = await compare(
    () => askFlags(gateway, people, most),
    {
      'limit-64': () => loop.users(most),
      limit: () => floor.users(most),
      naive: () => naiveFlags(naive, people, most),
    },
    rounds,
  );
  return rowOf(
    'Q4 10,000 users, mfaEnabled, page by page',
    times,
    { against: 'limit-64', most: 1.2 },
    { facts: `${rows} rows, ${calls(total)}`, right: rows === most && total <= most / pageOfUsers + 1 },
  );
}

export async function failing({ sandbox, gateway, loop, floor, naive, rounds }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  const truth = await loop.usersWithDevices(people);
  const faults: Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'reset' },
  ];
  await sandbox.fail(
    devicesRoute,
    faults.map((fault) => ({ share: 0.05 / faults.length, fault })),
  );
  const rights: number[] = [];
  const naives: Told[] = [];
  const times = await compare(
    async () => {
      rights.push(rightOf(await askUsersMfa(gateway, people), truth));
    },
    {
      'limit-64': () => loop.usersWithDevices(people),
      limit: () => floor.usersWithDevices(people),
      naive: async () => {
        naives.push(await naiveMfa(naive, people));
      },
    },
    rounds,
  );
  await sandbox.fail(devicesRoute, []);
  const worst = Math.min(...rights);
  const naiveWorst = Math.min(...naives.map(({ devices: told }) => rightOf(told, truth)));
  return rowOf(
    'Q6 5 % answer 500, 503 or a reset',
    times,
    { against: 'limit-64', most: 1.15 },
    { facts: `${worst} of ${truth.size} right in the worst round`, right: worst === truth.size },
    { naive: `${naiveWorst} right` },
  );
}

/** Somebody who has roles. */
export async function person({ sandbox, gateway, loop, floor, naive, rounds }: Bench): Promise<Row> {
  await sandbox.behave(0);
  let [id, roles] = ['', 0];
  for (const user of await loop.users(people)) {
    id = String(user['id']);
    roles = await loop.person(id);
    if (roles > 0) break;
  }
  const key = await directoryKey(gateway);
  await sandbox.behave(ordinary);
  const found = await askPerson(gateway, key, id);
  await sandbox.counters();
  await askPerson(gateway, key, id);
  const { total } = await sandbox.counters();
  const times = await compare(
    () => askPerson(gateway, key, id),
    {
      'limit-64': () => loop.person(id),
      limit: () => floor.person(id),
      naive: () => naivePerson(naive, id),
    },
    rounds * 4 + 1,
  );
  return rowOf(
    'Q7 one user, two round trips deep',
    times,
    { against: 'limit', most: 1.05 },
    { facts: `${found} of ${roles} roles, ${calls(total)}`, right: found === roles },
  );
}
