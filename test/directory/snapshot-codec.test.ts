import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countsOf, SweepReader, sweepLines } from '../../src/directory/snapshot/snapshot-codec.ts';
import type { DevicesFact } from '../../src/directory/mfa-plan.ts';
import { ValueReader } from '../../src/directory/snapshot/snapshot-value-reader.ts';
import { ValueWriter } from '../../src/directory/snapshot/snapshot-value-writer.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { Membership } from '../../src/model/group.ts';
import type { MfaDevice } from '../../src/model/mfa.ts';
import type { RoleAssignment } from '../../src/model/role.ts';
import { listOf, noon, plainly, someSweep, someUser } from './some-sweep.ts';

function again(sweep: Sweep): Sweep | null {
  const reader = new SweepReader();
  for (const line of sweepLines(sweep)) reader.accept(line);
  return plainly(reader.end(countsOf(sweep)));
}

/** Several values through one writer and one reader, as they follow each other in a file. */
function valuesAgain(values: readonly unknown[]): unknown[] {
  const writer = new ValueWriter();
  const reader = new ValueReader();
  return values.map((value) => reader.value(JSON.parse(writer.text(value))));
}

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  // Halves of surrogate pairs, which no text should have.
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '\u0000',
    '\u2028',
    '\ud800',
    '\udc00x',
    '0',
    '[3,"a"]',
    'a\nb',
  ),
);
const moment = fc.date({ noInvalidDate: true });
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    odd,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, Number.NaN, Number.NEGATIVE_INFINITY),
    moment,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(odd, tie('value'), { maxKeys: 6 }),
  ),
})).value;

describe('values', () => {
  test('are the same when they are read again, whatever they are and how often they come', () => {
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 6 }), (values) => {
        const written = [...values, ...values, ...structuredClone(values), ...values].map(withPrototype);
        // Vitest asks objects for their `constructor`, which a member may be called too.
        expect(isDeepStrictEqual(valuesAgain(written), written)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('members that are named as what every object has are members like others', () => {
    const value: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toString":null}');
    const [read, same] = valuesAgain([value, value]);
    expect(Object.entries(Object(read))).toEqual(Object.entries(Object(value)));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.entries(Object(same))).toEqual(Object.entries(Object(value)));
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  test('a date that is none stays so', () => {
    expect(valuesAgain([new Date(Number.NaN)])).toEqual([new Date(Number.NaN)]);
  });

  test('more different objects than shapes are kept for', () => {
    const values = Array.from({ length: 3_000 }, (_, index) => ({
      [`a${index % 1_500}`]: index,
      [`b${index}`]: { [`c${index}`]: null },
      last: [index],
    }));
    expect(valuesAgain(values)).toStrictEqual(values);
  });

  test.each([
    ['a function', () => 1],
    ['a big integer', 1n],
    ['a map', new Map()],
    ['an instance of a class', new Error('no')],
  ])('%s is refused', (_, value) => {
    expect(() => new ValueWriter().text({ value: [value] })).toThrow(/^A snapshot keeps text, numbers,/);
  });
});

describe('a sweep', () => {
  test('is the same when it is read again, whatever facts, lists and texts are in it', () => {
    fc.assert(
      fc.property(anySweep(), (sweep) => {
        expect(isDeepStrictEqual(again(sweep), sweep)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('keeps of a list what it says, and not the error that ended it', () => {
    const error = Object.assign(new Error('secret'), { token: 'secret' });
    const broken = { ...listOf([]), complete: false, reason: 'PARTIAL', message: 'half', error } as const;
    const sweep = someSweep({ users: broken, groupParents: new Map([['g', broken]]) });
    const { error: _, ...kept } = broken;
    expect([...sweepLines(sweep)].join('\n')).not.toContain('secret');
    expect(again(sweep)).toStrictEqual(someSweep({ users: kept, groupParents: new Map([['g', kept]]) }));
  });

  test('has equal texts, moments and parts once in memory', () => {
    const users = Array.from({ length: 2_000 }, (_, index) => {
      const mail = `person.number.${index}@example.com`;
      return someUser(`id-${index}`, {
        username: mail,
        email: mail,
        title: ['Engineer for everything', 'Painter of walls'][index % 2] ?? null,
        observedAt: new Date(noon),
        mfaEnabled: known(true, new Date(noon)),
        passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
      });
    });
    const late = again(someSweep({ users: listOf(users) }))?.users.rows.slice(1_000) ?? [];
    expect(late).toHaveLength(1_000);
    for (const part of ['observedAt', 'mfaEnabled', 'passwordAuthority', 'lastSignOn', 'aliases'] as const) {
      expect(new Set(late.map((user) => user[part])).size).toBe(1);
    }
  });

  test('of 3,000 users is many lines, of which none is long', () => {
    const users = Array.from({ length: 3_000 }, (_, index) =>
      someUser(`id-${index}`, { title: `${index}`.repeat(9) }),
    );
    const lines = [...sweepLines(someSweep({ users: listOf(users) }))];
    expect(lines.length).toBeGreaterThan(10);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(10_000);
  });
});

describe('what is no sweep', () => {
  const lines = [...sweepLines(someSweep({ users: listOf([someUser('a')]) }))];
  const counts = countsOf(someSweep({ users: listOf([someUser('a')]) }));
  test.each([
    ['nothing at all', []],
    ['no head', lines.slice(1)],
    ['a row less', lines.slice(0, 1)],
    ['a row more', [...lines, ...lines.slice(1)]],
    ['a part that there is not', [...lines, '["secrets",1]']],
    ['no list', [...lines, '{"users":1}']],
    ['a number without a value', [...lines, '["groups",99]']],
    ['a shape without names', [...lines, '["groups",[99,1]]']],
    ['users without their members', [lines[0] ?? '', '["users",[4,["externalId"],"a"]]']],
  ])('%s is told', (_, given) => {
    const reader = new SweepReader();
    const read = (): Sweep => {
      for (const line of given) reader.accept(line);
      return reader.end(counts);
    };
    expect(read).toThrow(expect.objectContaining({ name: 'DamagedSnapshot' }));
  });
});

/** Arbitraries make objects without a prototype; read again, they have the usual one. */
function withPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPrototype);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withPrototype(member)]));
}

function device(userId: string, externalId: string, more: Partial<MfaDevice> = {}): MfaDevice {
  return {
    directory: 'one',
    userId,
    externalId,
    type: 'TOTP',
    rawType: 'TOTP',
    status: 'ACTIVE',
    rawStatus: 'ACTIVE',
    tier: 'STRONG',
    nickname: null,
    contact: null,
    createdAt: noon,
    updatedAt: null,
    ...more,
  };
}

function anySweep(): fc.Arbitrary<Sweep> {
  const ids = fc.uniqueArray(odd, { maxLength: 12 });
  const reason = fc.constantFrom('FORBIDDEN', 'TIMED_OUT', 'UNSUPPORTED');
  const lists = <T>(row: fc.Arbitrary<T>) =>
    fc.oneof(
      fc
        .array(row, { maxLength: 3 })
        .chain((rows) => moment.map((observedAt) => listOf(rows, { observedAt }))),
      fc.tuple(reason, odd).map(([why, message]) => listOf<T>([], { complete: false, reason: why, message })),
    );
  const assignment = fc.tuple(odd, odd).map(([id, principal]): RoleAssignment => ({
    directory: 'one',
    externalId: id,
    principal: { kind: 'USER', externalId: principal },
    roleId: 'r',
    scope: { type: 'ENVIRONMENT', rawType: 'ENVIRONMENT', externalId: 'e' },
    inheritedFromGroupId: null,
    inherited: null,
    readOnly: false,
  }));
  const devices: fc.Arbitrary<(userId: string) => DevicesFact> = fc.oneof(
    fc.tuple(odd, odd, moment).map(
      ([id, contact, at]) =>
        (userId: string) =>
          known([device(userId, id, { contact })], at, 'REPORT'),
    ),
    fc.tuple(reason, fc.option(fc.string({ minLength: 1 }), { nil: undefined })).map(
      ([why, message]) =>
        () =>
          unknown(why, message),
    ),
  );
  const memberships: fc.Arbitrary<Membership[]> = fc.array(
    fc.record(
      { groupId: odd, groupName: fc.option(odd), type: fc.constantFrom('DIRECT', 'UNKNOWN') },
      { noNullPrototype: true },
    ),
    { maxLength: 4 },
  );
  const custom = fc.dictionary(odd, plain, { maxKeys: 3, noNullPrototype: true });
  return fc
    .record({
      ids,
      odd,
      moment,
      custom,
      devices,
      memberships,
      list: lists(assignment),
      at: fc.option(moment),
    })
    .map((any) => {
      const of = <T>(value: T): Map<string, T> => new Map(any.ids.map((id) => [id, value]));
      return someSweep({
        takenAt: any.moment,
        users: listOf(
          any.ids.map((id, index) =>
            someUser(id, {
              username: any.odd,
              displayName: `${any.odd}${index % 2}`,
              stateChangedAt: any.at,
              customAttributes: Object.fromEntries(
                Object.entries(any.custom).map(([name, value]) => [name, withPrototype(value)]),
              ),
            }),
          ),
          { observedAt: any.moment },
        ),
        devices: new Map(any.ids.map((id) => [id, any.devices(id)])),
        userGroups: of(any.memberships),
        userRoleAssignments: of(any.list),
        groupParents: of({ ...any.list, rows: any.memberships }),
        groupMemberCounts: of(any.ids.length),
        userGroupsGap: any.list.reason,
        gaps: [{ what: 'GROUPS', reason: 'PARTIAL', message: any.odd, count: null }],
      });
    });
}
