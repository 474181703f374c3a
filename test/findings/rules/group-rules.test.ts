import { assert, property, record, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFindingSettings } from '../../../src/findings/settings.ts';
import { filterAttributes } from '../../../src/findings/predicates/group-filter.ts';
import type { GroupFacts } from '../../../src/findings/facts.ts';
import type { Group, Membership } from '../../../src/model/group.ts';
import {
  answer,
  applicationFacts,
  directoryFacts,
  fact,
  grant,
  groupFacts,
  missing,
  partial,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import { application, daysAgo, group } from '../support-directory-rows.ts';

type Row = readonly [what: string, facts: Partial<GroupFacts>, expected: string];

function table(ruleId: string, rows: readonly Row[]): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('GROUP', ruleId, groupFacts(facts))).toBe(expected);
    });
  });
}

/** Groups by their parents, as a directory that knows them all. */
function nested(parents: Readonly<Record<string, readonly string[]>>, known = Object.keys(parents)) {
  const everyGroup: GroupFacts[] = [];
  const directory = directoryFacts({
    everyGroup: known.length === Object.keys(parents).length ? whole(...everyGroup) : partial('FORBIDDEN'),
  });
  Object.assign(directory, { everyGroup: { ...directory.everyGroup, rows: everyGroup } });
  for (const [externalId, above] of Object.entries(parents)) {
    if (!known.includes(externalId)) continue;
    const memberships = above.map((groupId): Membership => ({ groupId, groupName: groupId, type: 'DIRECT' }));
    everyGroup.push(groupFacts({ directory, group: group({ externalId }), parents: whole(...memberships) }));
  }
  return (externalId: string): GroupFacts => {
    const found = everyGroup.find((row) => row.group.externalId === externalId);
    if (found === undefined) throw new Error(`No group ${externalId} in this test.`);
    return found;
  };
}

const child: Group = group({ externalId: 'g1', name: 'G1' });
const top = { grants: whole(grant(0)) };
const opened = directoryFacts({ everyApplication: whole(applicationFacts({ application: application() })) });

table('group::empty', [
  ['without a member it is present', { totalMembers: fact(0) }, 'PRESENT INFO'],
  ['with a role it is worse', { totalMembers: fact(0), grants: whole(grant(1)) }, 'PRESENT LOW'],
  ['with an application it is worse', { totalMembers: fact(0), directory: opened }, 'PRESENT LOW'],
  ['one member is enough', {}, 'ABSENT'],
  ['a nested group is enough', { totalMembers: fact(0), children: whole(child) }, 'ABSENT'],
  [
    'a dynamic group may be empty',
    { totalMembers: fact(0), group: group({ dynamicFilter: 'x eq "1"' }) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  [
    'exactly 30 days after it was made it may be empty',
    { totalMembers: fact(0), group: group({ createdAt: daysAgo(30) }) },
    'ABSENT',
  ],
  [
    'a millisecond later it may not',
    { totalMembers: fact(0), group: group({ createdAt: daysAgo(30, 1) }) },
    'PRESENT INFO',
  ],
  ['without a count nobody knows', { totalMembers: missing('MISSING') }, 'UNKNOWN (FIELD_NULL)'],
  [
    'without the nesting nobody knows',
    { totalMembers: fact(0), children: partial('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
]);

table('group::privileged_nested', [
  ['W24: G1 in G2 that holds Environment Admin', { ...top, children: whole(child) }, 'PRESENT HIGH'],
  ['a role of tier 1 is less severe', { grants: whole(grant(1)), children: whole(child) }, 'PRESENT MEDIUM'],
  [
    'one child of a partial list is enough',
    { ...top, children: partial('FORBIDDEN', child) },
    'PRESENT HIGH',
  ],
  [
    'no child in a partial list proves nothing',
    { ...top, children: partial('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  ['without children it is absent', top, 'ABSENT'],
  [
    'a reading role does not count',
    { grants: whole(grant(2)), children: whole(child) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  [
    'roles that cannot be read leave it open',
    { grants: partial('TIMED_OUT'), children: whole(child) },
    'UNKNOWN (SOURCE_UNREACHABLE)',
  ],
  [
    'a role that nobody can place leaves it open',
    { grants: whole(grant(null)), children: whole(child) },
    'UNKNOWN (INVALID_VALUE)',
  ],
]);

const filled = (dynamicFilter: string | null) => ({ ...top, group: group({ dynamicFilter }) });
table('group::privileged_dynamic_rule', [
  ['an attribute of the own profile', filled('title eq "Engineer"'), 'PRESENT HIGH'],
  [
    'an attribute within a complex one',
    filled('address.countryCode eq "DE" and enabled eq true'),
    'PRESENT HIGH',
  ],
  ['an attribute that nobody configured', filled('department eq "IT"'), 'PRESENT MEDIUM'],
  ['attributes that only the directory sets', filled('population.id eq "p" and enabled eq true'), 'ABSENT'],
  ['a quoted word is no attribute', filled('population.id eq "title eq nickname"'), 'ABSENT'],
  ['a text that is no filter', filled('population.id = "p"'), 'UNKNOWN (INVALID_VALUE)'],
  ['a static group', filled(null), 'ABSENT (OUT_OF_SCOPE)'],
]);

table('group::privileged_too_large', [
  ['20 may hold a role of tier 1', { grants: whole(grant(1)), totalMembers: fact(20) }, 'ABSENT'],
  ['21 may not', { grants: whole(grant(1)), totalMembers: fact(21) }, 'PRESENT MEDIUM'],
  ['4 may hold a role of tier 0', { ...top, totalMembers: fact(4) }, 'ABSENT'],
  ['5 may not', { ...top, totalMembers: fact(5) }, 'PRESENT MEDIUM'],
  [
    '5 with a role of tier 1 and unknown others',
    { grants: partial('FORBIDDEN', grant(1)), totalMembers: fact(5) },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  ['an unknown number', { ...top, totalMembers: missing('RATE_LIMITED') }, 'UNKNOWN (SOURCE_UNREACHABLE)'],
  ['a group without roles', { totalMembers: fact(5000) }, 'ABSENT (OUT_OF_SCOPE)'],
]);

table('group::duplicate_name', [
  ['another group of the name', { sameName: whole(child) }, 'PRESENT LOW'],
  ['none', {}, 'ABSENT'],
  ['none in a partial list', { sameName: partial('PARTIAL') }, 'UNKNOWN (PARTIAL_DATA)'],
]);

const ada = { kind: 'USER', externalId: 'u', name: 'Ada' } as const;
const everybody = (status: 'ACTIVE' | 'SUSPENDED') =>
  directoryFacts({ everybody: whole(userFacts({ status })) });
const written = (customData: Group['customData']) => ({
  directory: directoryFacts({ settings: { ...defaultFindingSettings, groupOwnerAttribute: 'owner' } }),
  group: group({ customData }),
});
table('group::ownerless', [
  ['nobody', { owners: whole() }, 'PRESENT LOW'],
  ['nobody for a group with a role', { ...top, owners: whole() }, 'PRESENT MEDIUM'],
  ['an owner', { owners: whole(ada), directory: everybody('ACTIVE') }, 'ABSENT'],
  ['an owner who is switched off', { owners: whole(ada), directory: everybody('SUSPENDED') }, 'PRESENT LOW'],
  [
    'an owner of whom nothing else is known',
    { owners: whole(ada), directory: directoryFacts({ everybody: whole() }) },
    'ABSENT',
  ],
  ['an owner whose account nobody has read', { owners: whole(ada) }, 'UNKNOWN (NOT_REQUESTED)'],
  [
    'an owner whose account may be among those that could not be read',
    { owners: whole(ada), directory: directoryFacts({ everybody: partial('RATE_LIMITED') }) },
    'UNKNOWN (SOURCE_UNREACHABLE)',
  ],
  ['an owner who was seen to be switched off', { owners: whole({ ...ada, usable: false }) }, 'PRESENT LOW'],
  ['an owner who was seen to be in use', { owners: whole({ ...ada, usable: true }) }, 'ABSENT'],
  [
    'one that the product brings along',
    { owners: whole(), group: group({ vendorsOwn: true }) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  ['a group of owners', { owners: whole({ kind: 'GROUP', externalId: 'g2', name: null }) }, 'ABSENT'],
  ['unreadable owners', { owners: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
  ['a directory without owners', {}, 'UNKNOWN (NOT_CAPABLE)'],
  ['the owner is written down', written({ owner: 'Ada' }), 'ABSENT'],
  ['nobody is written down', written({ owner: ' ' }), 'PRESENT LOW'],
  ['nothing is written down', written(null), 'PRESENT LOW'],
  [
    'written down though owners cannot be read',
    { ...written({ owner: 'Ada' }), owners: partial('FORBIDDEN') },
    'ABSENT',
  ],
]);

const ask = (facts: GroupFacts) => answer('GROUP', 'group::nesting_cycle_or_deep', facts);

describe('group::nesting_cycle_or_deep', () => {
  it('W25: both groups of a circle have it', () => {
    const at = nested({ g1: ['g2'], g2: ['g1'] });
    expect([ask(at('g1')), ask(at('g2'))]).toEqual(['PRESENT LOW', 'PRESENT LOW']);
  });

  it('a group below a circle is not in it', () => {
    expect(ask(nested({ below: ['g1'], g1: ['g2'], g2: ['g1'] })('below'))).toBe('ABSENT');
  });

  it('three groups above are allowed, four are not', () => {
    const at = nested({ e: ['d'], d: ['c'], c: ['b'], b: ['a'], a: [] });
    expect([ask(at('d')), ask(at('e'))]).toEqual(['ABSENT', 'PRESENT LOW']);
  });

  it('two parents are two ways up', () => {
    const at = nested({ x: ['short', 'd'], short: [], d: ['c'], c: ['b'], b: ['a'], a: [] });
    expect(ask(at('x'))).toBe('PRESENT LOW');
  });

  it('a parent that could not be read leaves it open', () => {
    expect(ask(nested({ g1: ['g2'], g2: [] }, ['g1'])('g1'))).toBe('UNKNOWN (PERMISSION_DENIED)');
  });

  it('ends for any nesting', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const parents = record(Object.fromEntries(ids.map((id) => [id, subarray(ids)])));
    assert(
      property(parents, (nesting) => {
        const at = nested(nesting);
        const selfNested = ids.filter((id) => nesting[id]?.includes(id));
        return (
          selfNested.every((id) => ask(at(id)) === 'PRESENT LOW') && ids.every((id) => ask(at(id)) !== '')
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('attributes of a SCIM filter', () => {
  it.each([
    ['title eq "a" and (nickname sw "b" or not (locale pr))', ['title', 'nickname', 'locale']],
    ['memberOfGroups[id eq "g"] and enabled eq true', ['memberOfGroups', 'id', 'enabled']],
    ['name.given co "say \\"pr\\""', ['name.given']],
    ['(title eq "a"', null],
    ['title eq', null],
    ['', null],
  ])('%s', (filter, attributes) => {
    expect(filterAttributes(filter)).toEqual(attributes);
  });
});
