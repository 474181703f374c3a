import type { Fault } from '../../src/sandbox/http/faults.ts';
import type { GatewayHandle } from './gateway-handle.ts';
import type { DevicesByUser, PlainLoop } from './plain-loop.ts';
import { askGroupsMembers, askScalars, askUsersMfa, askUsersPage, rightOf } from './questions.ts';
import { compare } from './rounds.ts';
import type { SandboxHandle } from './sandbox-handle.ts';
import type { Counters } from './sandbox-process.ts';
import { milliseconds, type Row } from './table.ts';

/** Everything that a question needs. */
export interface Bench {
  readonly sandbox: SandboxHandle;
  readonly gateway: GatewayHandle;
  readonly loop: PlainLoop;
}

export const people = 1_000;
const devicesRoute = '/users/{userId}/devices';
const ordinary = 20;

export async function usersPage({ sandbox, gateway, loop }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  await askUsersPage(gateway, 200);
  await sandbox.counters();
  const rows = await askUsersPage(gateway, 200);
  const { total } = await sandbox.counters();
  return {
    ...timesOf(
      'users, a page of 200',
      await compare(
        () => loop.users(200),
        () => askUsersPage(gateway, 200),
        9,
      ),
    ),
    goal: null,
    facts: `${rows} rows, ${calls(total)}`,
    right: rows === 200 && total === 1,
  };
}

export async function scalars({ sandbox, gateway, loop }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  await askScalars(gateway, people);
  await sandbox.counters();
  const rows = await askScalars(gateway, people);
  const { total } = await sandbox.counters();
  return {
    ...timesOf(
      'Q1 1,000 users, 8 scalar fields',
      await compare(
        () => loop.users(people),
        () => askScalars(gateway, people),
        5,
      ),
    ),
    goal: 1.3,
    facts: `${rows} rows, ${calls(total)}`,
    right: rows === people && total === 5,
  };
}

export async function devices({ sandbox, gateway, loop }: Bench, latencyMs: number): Promise<Row> {
  await sandbox.behave(latencyMs);
  const truth = await loop.usersWithDevices(people);
  await askUsersMfa(gateway, people);
  await sandbox.counters();
  const told = await askUsersMfa(gateway, people);
  const counters = await sandbox.counters();
  const times = await compare(
    () => loop.usersWithDevices(people),
    () => askUsersMfa(gateway, people),
    5,
  );
  return {
    ...timesOf(`Q2 devices of 1,000, ${latencyMs} ms away`, times),
    goal: latencyMs >= 50 ? 1.05 : 1.1,
    ...toldOf(told, truth, counters),
  };
}

export async function groups({ sandbox, gateway, loop }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  const truth = await loop.groupsWithDevices(40, 200);
  await askGroupsMembers(gateway, 40, 200);
  await sandbox.counters();
  const told = await askGroupsMembers(gateway, 40, 200);
  const counters = await sandbox.counters();
  const times = await compare(
    () => loop.groupsWithDevices(40, 200),
    () => askGroupsMembers(gateway, 40, 200),
    5,
  );
  return { ...timesOf("Q3 40 groups, members' devices", times), goal: 1.1, ...toldOf(told, truth, counters) };
}

export async function failing({ sandbox, gateway, loop }: Bench): Promise<Row> {
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
  const times = await compare(
    () => loop.usersWithDevices(people),
    async () => {
      rights.push(rightOf(await askUsersMfa(gateway, people), truth));
    },
    5,
  );
  await sandbox.fail(devicesRoute, []);
  const worst = Math.min(...rights);
  return {
    ...timesOf('Q6 5 % answer 500, 503 or a reset', times),
    goal: 1.15,
    facts: `${worst} of ${truth.size} right in the worst round`,
    right: worst === truth.size,
  };
}

/** `gateway` reads devices from the report. */
export async function report({ sandbox, gateway, loop }: Bench): Promise<Row> {
  await sandbox.behave(ordinary);
  const truth = await loop.usersWithDevices(people);
  await askUsersMfa(gateway, people);
  await sandbox.counters();
  const told = await askUsersMfa(gateway, people);
  const { total } = await sandbox.counters();
  const times = await compare(
    () => loop.usersWithDevices(people),
    () => askUsersMfa(gateway, people),
    5,
  );
  const right = rightOf(told, truth);
  return {
    ...timesOf('Q2 by the MFA report', times),
    goal: 0.5,
    facts: `${right} of ${truth.size} right, ${calls(total)}`,
    right: right === truth.size && total <= 15,
  };
}

export function calls(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}

function timesOf(
  question: string,
  times: { readonly loopMs: number; readonly gatewayMs: number; readonly ratio: number },
): Pick<Row, 'question' | 'gateway' | 'against' | 'ratio'> {
  return {
    question,
    gateway: milliseconds(times.gatewayMs),
    against: `${milliseconds(times.loopMs)} by the loop`,
    ratio: times.ratio,
  };
}

function toldOf(
  told: DevicesByUser,
  truth: DevicesByUser,
  { byRoute, total, refused, mostAtOnce }: Counters,
): Pick<Row, 'facts' | 'right'> {
  const deviceCalls = Object.entries(byRoute)
    .filter(([route]) => route.endsWith(devicesRoute))
    .reduce((sum, [, count]) => sum + count, 0);
  const right = rightOf(told, truth);
  return {
    facts: `${right} of ${truth.size} right, ${deviceCalls} device calls of ${total}, ${refused} refused, ${mostAtOnce} at once`,
    right: right === truth.size && deviceCalls === truth.size && refused === 0 && mostAtOnce <= 64,
  };
}
