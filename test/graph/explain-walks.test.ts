import { buildSchema, GraphQLError, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { localCaller } from '../../src/access/caller.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { GatewayContext } from '../../src/graphql/context.ts';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import type { User } from '../../src/model/user.ts';
import { explainOperation } from '../../src/plugins/explain/explain-operation.ts';
import type { Plan } from '../../src/plugins/explain/plan.ts';
import { mostLookedAt, Reads } from '../../src/plugins/explain/reads.ts';
import { requestScope } from '../directory/request-scope.ts';
import { KEY } from '../support/gateway.ts';
import { openLive } from './live/live-gateway.ts';

const walking = new Set<string | symbol>([
  Symbol.iterator,
  'filter',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'some',
  'every',
  'find',
]);

/** Rows that count how often somebody begins to go through them. */
function counted(rows: readonly User[]): { readonly rows: readonly User[]; readonly walks: () => number } {
  let walks = 0;
  const watched = new Proxy(rows, {
    get: (target, name, receiver): unknown => {
      if (walking.has(name)) walks += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { rows: watched, walks: () => walks };
}

/** The same people as often as it takes, each time with new ids. */
function grown(sweep: Sweep, to: number): Sweep {
  const { rows } = sweep.users;
  const more = Array.from({ length: Math.ceil(to / rows.length) }, (_, turn) =>
    rows.map((user) => ({ ...user, externalId: `${user.externalId}-${turn}` })),
  );
  const users = more.flat().slice(0, to);
  const userGroups = new Map(
    users.map(({ externalId }) => [
      externalId,
      sweep.userGroups.get(externalId.slice(0, externalId.lastIndexOf('-'))) ?? [],
    ]),
  );
  return { ...sweep, users: { ...sweep.users, rows: users }, userGroups };
}

function repeated(times: number, make: (turn: number) => string): string {
  return Array.from({ length: times }, (_, turn) => make(turn)).join(' ');
}

test('a snapshot is gone through once for all fields of all plans that want the same of it', async () => {
  const gateway = await openLive({ users: 30 });
  const large = grown(await gateway.directory.sweeper.read(requestScope()), 20_000);
  const { rows, walks } = counted(large.users.rows);
  const known: Sweep = { ...large, users: { ...large.users, rows } };
  Object.defineProperty(gateway.directory.sweeper, 'current', { get: () => known });
  const group = encodeGlobalId('Group', `${KEY}:${known.groups.rows[0]?.externalId}`);
  const query = `
    { users(first: 1) { nodes { ...F ...F } } group(id: "${group}") { ...G ...G } }
    fragment F on User { ${repeated(25, (turn) => `a${turn}: mfa { status }`)} ${repeated(100, () => 'mfa { status }')} }
    fragment G on Group { ${repeated(20, (turn) => `a${turn}: members(first: 1) { nodes { id } }`)} ${repeated(20, () => 'members(first: 1) { nodes { id } }')} }`;
  for (let turn = 0; turn < 3; turn += 1) {
    const response = await gateway.post({ query }, { 'x-explain': 'true' });
    const { extensions, errors } = (await response.json()) as {
      extensions: { plan: Plan };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    const paths = extensions.plan.steps.map(({ path, source }) => `${path} ${source}`);
    // What execution merges is one field, and stands in the plan once.
    expect(paths.filter((path) => path === 'group.members LIST')).toHaveLength(1);
    expect(paths.filter((path) => path.endsWith('members LIST') || path.startsWith('group.a'))).toHaveLength(
      21,
    );
  }
  expect(walks()).toBeLessThanOrEqual(2);
}, 30_000);

test('a plan looks at so many rows and no more, and goes by numbers from there on', () => {
  const reads = new Reads(requestScope(), true);
  expect(reads.mayLookAt(mostLookedAt)).toBe(true);
  expect(reads.mayLookAt(1)).toBe(false);
  const directory = { key: KEY } as Directory;
  expect(reads.named({ directory, count: 2, ids: ['a', 'b'] })).toEqual({ directory, count: 2, ids: null });
});

test('a plan of more than 2,000 steps is refused as too large', () => {
  const schema = buildSchema('type Query { costly: Int }');
  const field = schema.getQueryType()?.getFields()['costly'];
  if (field !== undefined) field.extensions = { permission: 'public', cost: { calls: 1 } };
  const context = { directories: [{ key: KEY } as Directory], caller: localCaller, scope: requestScope() };
  const planOf = (fields: number) => {
    const document = parse(`{ ${repeated(fields, (turn) => `a${turn}: costly`)} }`);
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation.');
    return () =>
      explainOperation({
        schema,
        document,
        operation,
        variables: {},
        context: context as Partial<GatewayContext> as GatewayContext,
      });
  };
  expect(planOf(2_001)).toThrow(GraphQLError);
  expect(planOf(2_001)).toThrow('the number of steps of its plan may be at most 2000; it is 2001');
});
