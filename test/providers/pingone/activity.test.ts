import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { touchedBy } from '../../../src/providers/pingone/activity.ts';
import { readMark, shortOf, writeMark } from '../../../src/providers/pingone/change-mark.ts';
import { eventReads } from '../../../src/providers/pingone/changes.ts';

const [USER, GROUP, APPLICATION] = ['1', '2', '3'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
);
const at = (path: string): string => `https://api.pingone.eu/v1/environments/4444-5555/${path}`;
const row = (type: string, resources: readonly unknown[], more: object = {}) => ({
  action: { type },
  resources,
  ...more,
});
const nothing = { userIds: [], groupIds: [], applicationIds: [], sweepDue: null };

describe('what a row of the audit log touched', () => {
  test.each([
    ['the user that it names', row('USER.UPDATED', [{ type: 'USER', id: USER }]), { userIds: [USER] }],
    [
      'the user in whose address a device lies',
      row('DEVICE.CREATED', [{ type: 'DEVICE', id: 'd', href: at(`users/${USER}/devices/d`) }]),
      { userIds: [USER] },
    ],
    [
      'the user beside a device',
      row('DEVICE.DELETED', [
        { type: 'DEVICE', id: 'd' },
        { type: 'user', id: USER },
      ]),
      { userIds: [USER] },
    ],
    [
      'whoever pairs a device, where nobody else is named',
      row('DEVICE.CREATED', [{ type: 'DEVICE', id: 'd' }], { actors: { user: { id: USER } } }),
      { userIds: [USER] },
    ],
    [
      'the group to which a role was given',
      row('ROLE_ASSIGNMENT.CREATED', [
        { type: 'ROLE_ASSIGNMENT', id: 'r', href: at(`groups/${GROUP}/roleAssignments/r`) },
      ]),
      { groupIds: [GROUP] },
    ],
    [
      'an application, by a name that nobody has published',
      row('SOMETHING.NEW', [{ type: 'APPLICATION', id: APPLICATION }]),
      { applicationIds: [APPLICATION] },
    ],
    ['nothing by a sign-on', row('USER.ACCESS_ALLOWED', [{ type: 'USER', id: USER }]), {}],
    [
      'nothing by what failed',
      row('USER.DELETED', [{ type: 'USER', id: USER }], { result: { status: 'FAILED' } }),
      {},
    ],
    [
      'nothing that a sweep holds by a new policy',
      row('SIGN_ON_POLICY.CREATED', [{ type: 'SIGN_ON_POLICY', id: 'p' }]),
      {},
    ],
  ])('%s', (_, activity, touched) => {
    expect(touchedBy(activity)).toEqual({ ...nothing, ...touched });
  });

  test.each([
    [
      'a role assignment that names no holder',
      row('ROLE_ASSIGNMENT.DELETED', [{ type: 'ROLE_ASSIGNMENT', id: 'r' }]),
    ],
    [
      'a membership that names nobody',
      row('GROUP_MEMBERSHIP.CREATED', [{ type: 'GROUP_MEMBERSHIP', id: GROUP }]),
    ],
    ['a population that is gone', row('POPULATION.DELETED', [{ type: 'POPULATION', id: 'p' }])],
    ['a scope with another name', row('SCOPE.UPDATED', [{ type: 'SCOPE', id: 's' }])],
  ])('%s makes a whole sweep due', (_, activity) => {
    expect(touchedBy(activity).sweepDue).toEqual(expect.any(String));
  });

  test('an id that is no UUID is none, wherever it stands', () => {
    for (const id of ['x/y', '', `${USER}/devices`, '-'.repeat(36)]) {
      const named = row('USER.UPDATED', [{ type: 'USER', id }]);
      expect(touchedBy(named)).toEqual(nothing);
      const paired = row('DEVICE.CREATED', [{ type: 'DEVICE', id: 'd' }], { actors: { user: { id } } });
      expect(touchedBy(paired).userIds).toEqual([]);
    }
  });

  test('no row whatever makes it throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('action', 'resources', 'actors', 'result'), fc.anything()),
        (any) => {
          expect(() => touchedBy(any)).not.toThrow();
        },
      ),
    );
  });
});

describe('notifications', () => {
  test('come as a batch, or one by one', () => {
    const event = row('USER.UPDATED', [{ type: 'USER', id: USER }]);
    for (const body of [[event], event, { _embedded: { activities: [event] } }])
      expect(eventReads.changedIn(body)?.userIds).toEqual(new Set([USER]));
  });

  test.each([null, 7, 'text', {}, [7], [{}], [{ action: 'USER.UPDATED' }], { events: [] }])(
    '%j is none',
    (body) => {
      expect(eventReads.changedIn(body)).toBeNull();
    },
  );
});

describe('a mark', () => {
  test('reads as what was written, and is none of ours otherwise', () => {
    const moment = new Date('2026-05-01T00:00:00Z');
    for (const devicesBefore of [moment, null]) {
      const mark = { at: moment, seen: new Set(['a', 'b']), devicesBefore };
      expect(readMark(writeMark(mark))).toEqual(mark);
    }
    for (const text of ['', '{', '7', 'null', '{"at":"yesterday"}']) expect(readMark(text)).toBeNull();
  });

  test('knows all rows of a bulk import', () => {
    const seen = new Set(Array.from({ length: 20_000 }, (_, index) => shortOf(`row-${index}`)));
    expect(seen.size).toBe(20_000);
    const mark = writeMark({ at: new Date(), seen, devicesBefore: null });
    expect(readMark(mark)?.seen).toEqual(seen);
  });

  test('stays small, however much was changed', () => {
    const seen = new Set(Array.from({ length: 100_000 }, (_, index) => shortOf(`row-${index}`)));
    expect(writeMark({ at: new Date(), seen, devicesBefore: null }).length).toBeLessThan(700_000);
  });
});
