import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amended } from '../../src/directory/compact/amended-map.ts';
import { CompactUsers } from '../../src/directory/compact/compact-user.ts';
import { IdTable } from '../../src/directory/compact/id-table.ts';
import { MembershipPacker } from '../../src/directory/compact/membership-packer.ts';
import type { DevicesFact } from '../../src/directory/mfa-plan.ts';
import { DevicePacker } from '../../src/directory/compact/packed-devices.ts';
import { inTurns } from '../../src/upstream/turns.ts';
import { UserColumn } from '../../src/directory/compact/user-column.ts';
import { WorkPool } from '../../src/directory/sweep/work-pool.ts';
import type { Membership } from '../../src/model/group.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { MfaDevice } from '../../src/model/mfa.ts';
import type { User } from '../../src/model/user.ts';
import { noon, someUser } from './some-sweep.ts';

const text = fc.oneof(
  fc.constantFrom('Paris', 'fr', 'a', '', '\u0000', 'facet\u0000=OK'),
  fc.string({ maxLength: 6 }),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const moment = fc.integer({ min: 0, max: 5 }).map((ms) => new Date(noon.getTime() + ms));
const flag = maybe(fc.boolean());

const user: fc.Arbitrary<User> = fc
  .record({
    username: maybe(text),
    email: maybe(text),
    displayName: maybe(text),
    title: maybe(text),
    name: maybe(
      fc.record({ given: maybe(text), middle: maybe(text), family: maybe(text), formatted: maybe(text) }),
    ),
    address: maybe(
      fc.record({
        streetAddress: maybe(text),
        locality: maybe(text),
        region: maybe(text),
        postalCode: maybe(text),
        countryCode: maybe(text),
      }),
    ),
    aliases: fc.array(text, { maxLength: 2 }),
    lastSignOn: fc.oneof(
      fc.constant(unknown('MISSING', 'no record')),
      fc.constant(unknown('MISSING')),
      moment.map((at) => known(null, at)),
      fc.tuple(moment, maybe(text)).map(([at, remoteIp]) => known({ at, remoteIp }, noon)),
    ),
    mfaEnabled: fc.oneof(
      fc.boolean().map((on) => known(on, noon)),
      fc.constant(unknown('INVALID_VALUE')),
    ),
    createdAt: maybe(moment),
    populationId: maybe(text),
    passwordAuthority: fc.record({
      kind: fc.constantFrom('LOCAL' as const, 'EXTERNAL' as const),
      identityProviderId: maybe(text),
    }),
    customAttributes: fc.dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
    pingOne: maybe(
      fc.record({
        enabled: flag,
        accountStatus: maybe(text),
        lockedAt: maybe(moment),
        unlockAt: fc.constant(null),
        verifyStatus: maybe(text),
        lifecycleStatus: maybe(text),
        accountId: maybe(text),
      }),
    ),
    observedAt: moment,
  })
  .map((said) => someUser('u', said));

test('a compact row says exactly what the row said, whatever was compacted before it', () => {
  fc.assert(
    fc.property(fc.array(user, { minLength: 1, maxLength: 12 }), (users) => {
      const compactor = new CompactUsers(new IdTable());
      const before = structuredClone(users);
      const compact = users.map((one) => compactor.compact(one));
      expect(compact).toEqual(before);
      expect(compact.map((one) => Object.keys(one))).toEqual(before.map((one) => Object.keys(one)));
    }),
    { numRuns: 60 },
  );
});

function resident(id: string): User {
  return someUser(id, {
    address: { streetAddress: null, locality: 'Paris', region: null, postalCode: null, countryCode: 'FR' },
    mfaEnabled: known(true, new Date(noon)),
    customAttributes: { costCenter: 'CC-1' },
  });
}

test('rows that say the same share what they say', () => {
  const compactor = new CompactUsers(new IdTable());
  const one = compactor.compact(resident('1'));
  const other = compactor.compact(resident('2'));
  for (const member of ['address', 'mfaEnabled', 'customAttributes', 'passwordAuthority'] as const)
    expect(other[member]).toBe(one[member]);
});

const device = (userId: string): fc.Arbitrary<MfaDevice> =>
  fc.record({
    directory: fc.constant('one'),
    userId: fc.constant(userId),
    externalId: fc.uuid(),
    type: fc.constantFrom('SMS' as const, 'TOTP' as const),
    rawType: text,
    status: fc.constantFrom('ACTIVE' as const, 'BLOCKED' as const),
    rawStatus: text,
    tier: fc.constantFrom('WEAK' as const, 'STRONG' as const),
    nickname: maybe(text),
    contact: maybe(text),
    createdAt: maybe(moment),
    updatedAt: maybe(moment),
  });

const devicesOf = (userId: string): fc.Arbitrary<DevicesFact> =>
  fc.oneof(
    fc.constantFrom(unknown('FORBIDDEN', 'refused'), unknown('FORBIDDEN'), unknown('TIMED_OUT')),
    fc
      .tuple(
        fc.array(device(userId), { maxLength: 3 }),
        moment,
        fc.constantFrom('REPORT' as const, 'DIRECT' as const),
      )
      .map(([value, at, source]) => known(value, at, source)),
  );

test('packed devices are read as they were put in, the last of a user counting', () => {
  const entry = fc.constantFrom('ada', 'bob', 'eve').chain((id) => fc.tuple(fc.constant(id), devicesOf(id)));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
      const ids = new IdTable();
      ids.add('somebody');
      const packer = new DevicePacker(ids);
      for (const [id, fact] of entries) packer.set(id, fact);
      const packed = packer.pack();
      const plain = new Map<string, DevicesFact>(entries);
      expect(new Map(packed)).toEqual(plain);
      expect(packed.size).toBe(plain.size);
      for (const id of ['ada', 'bob', 'eve', 'somebody', 'nobody']) {
        expect(packed.get(id)).toEqual(plain.get(id));
        expect(packed.has(id)).toBe(plain.has(id));
      }
    }),
    { numRuns: 60 },
  );
});

test('an amended map is what a copy with the changes would be, and the one before stays', () => {
  const change = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.nat(9), { nil: undefined }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
      const packer = new DevicePacker(new IdTable());
      for (const id of ['a', 'b']) packer.set(id, unknown('MISSING'));
      const starts: readonly ReadonlyMap<string, unknown>[] = [
        new Map<string, unknown>([['a', 1]]),
        new UserColumn<unknown>(new IdTable(), []),
        packer.pack(),
      ];
      for (const start of starts) {
        const plain = new Map(start);
        let map = start;
        for (const one of changes) {
          const before = new Map(map);
          const next = amended(map, new Map(Object.entries(one)));
          for (const [key, value] of Object.entries(one)) {
            if (value === undefined) plain.delete(key);
            else plain.set(key, value);
          }
          expect(new Map(map)).toEqual(before);
          map = next;
        }
        expect(new Map(map)).toEqual(plain);
        expect(map.size).toBe(plain.size);
        for (const key of ['a', 'b', 'c', 'd']) expect(map.get(key)).toEqual(plain.get(key));
      }
    }),
    { numRuns: 60 },
  );
});

const staff: Membership = { groupId: 'staff', groupName: 'staff', type: 'DIRECT' };

test('packed memberships are those of each user, once, and equal sets are one', async () => {
  const ids = new IdTable();
  const packer = new MembershipPacker(ids);
  await packer.addMembers(staff, [ids.add('ada'), ids.add('bob'), ids.add('ada')]);
  packer.addGroups('eve', [{ ...staff }]);
  const packed = await packer.pack();
  expect(packed.get('ada')).toEqual([staff]);
  expect(packed.get('bob')).toBe(packed.get('ada'));
  expect(packed.get('eve')).toBe(packed.get('ada'));
  expect(packed.get('nobody')).toBeUndefined();
});

test('work over everybody lets others have their turn', async () => {
  let turns = 0;
  const until = { isDone: false };
  const others = (async () => {
    while (!until.isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  })();
  await inTurns(
    Array.from({ length: 40_000 }, (_, index) => index),
    (index) => JSON.stringify({ index, more: [index] }),
  );
  until.isDone = true;
  await others;
  expect(turns).toBeGreaterThan(1);
});

test('a pool does all that is pushed, never more at once than it may, and throws what its work throws', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const pool = new WorkPool<number>(3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  pool.push([1, 2, 3, 4]);
  pool.push([]);
  pool.push([5, 6]);
  await pool.drained();
  pool.push([7]);
  await pool.drained();
  expect(new Set(done)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  expect(most).toBe(3);
  const failing = new WorkPool<number>(2, async () => {
    throw new RangeError('no');
  });
  failing.push([1, 2, 3]);
  await expect(failing.drained()).rejects.toThrow('no');
});
