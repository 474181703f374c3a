import type { GatewayHandle } from './gateway-handle.ts';
import type { NaiveHandle } from './naive-handle.ts';
import type { DevicesByUser, PlainLoop } from './plain-loop.ts';
import { rightOf } from './questions.ts';
import type { Compared } from './rounds.ts';
import type { SandboxHandle } from './sandbox-handle.ts';
import type { Counters } from './sandbox-process.ts';
import { milliseconds, type Row } from './table.ts';

/** Everything that a question needs. */
export interface Bench {
  readonly sandbox: SandboxHandle;
  readonly gateway: GatewayHandle;
  /** By hand, with as many connections as the gateway has. */
  readonly loop: PlainLoop;
  /** By hand, with as many connections as help: the floor. */
  readonly floor: PlainLoop;
  readonly naive: NaiveHandle;
  readonly rounds: number;
}

export type Side = 'limit-64' | 'limit' | 'naive';

/** A goal is set against one side; the others stand beside it. */
export function rowOf(
  question: string,
  { gatewayMs, others }: Compared<unknown, Side>,
  goal: { readonly against: Side; readonly most: number | null },
  found: Pick<Row, 'facts' | 'right'>,
  notes: Partial<Readonly<Record<Side, string>>> = {},
): Row {
  const told = (side: Side): string => milliseconds(others[side].ms);
  const sides: readonly Side[] = ['limit', 'limit-64', 'naive'];
  return {
    question,
    gateway: milliseconds(gatewayMs),
    against: `${goal.against} ${told(goal.against)}`,
    ratio: others[goal.against].ratio,
    goal: goal.most,
    beside: sides
      .filter((side) => side !== goal.against)
      .map((side) => ({
        name: side,
        told: notes[side] === undefined ? told(side) : `${told(side)}, ${notes[side]}`,
        ratio: others[side].ratio,
      })),
    ...found,
    chart: {
      title: question,
      more: 'worse',
      bars: [
        { name: 'gateway', value: gatewayMs },
        ...sides.map((name) => ({
          name,
          value: others[name].ms,
          ...(notes[name] !== undefined && { note: notes[name] }),
        })),
      ],
    },
  };
}

export const devicesRoute = '/users/{userId}/devices';

/** Every device once, nobody refused, no more at once than the gateway may. */
export function eachOnce(
  told: DevicesByUser,
  truth: DevicesByUser,
  { byRoute, total, refused, mostAtOnce }: Counters,
  mostCalls: number,
): Pick<Row, 'facts' | 'right'> {
  const deviceCalls = Object.entries(byRoute)
    .filter(([route]) => route.endsWith(devicesRoute))
    .reduce((sum, [, count]) => sum + count, 0);
  const right = rightOf(told, truth);
  return {
    facts: `${right} of ${truth.size} right, ${deviceCalls} device calls of ${total}, ${refused} refused, ${mostAtOnce} at once`,
    right:
      right === truth.size &&
      deviceCalls === truth.size &&
      total <= mostCalls &&
      refused === 0 &&
      mostAtOnce <= 64,
  };
}

export function calls(count: number): string {
  return count === 1 ? '1 call' : `${count.toLocaleString('en')} calls`;
}
