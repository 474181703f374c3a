import { describe, expect, onTestFinished, test } from 'vitest';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders } from '../../../src/directory/loaders.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../../src/findings/swept.ts';
import { IdentityService } from '../../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../../src/identities/memory-link-store.ts';
import { drawPeerPeople, type PeerPerson } from '../../../src/sandbox/peers/people.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { beside, brokenOff } from '../support-two-directories.ts';
import { daysAgo, list, ofUser, person, said, signedOn } from '../support.ts';
import { openOkta } from './okta-stage.ts';
import { openScim } from './scim-stage.ts';
import type { FaultStage } from './stage.ts';

const gone = { status: 'SUSPENDED', enabled: false, stateChangedAt: daysAgo(90) } as const;
const back = { status: 'ACTIVE', enabled: true } as const;
const theirs = { employeeNumber: '4711' };
const account = { ...theirs, ...back, ...signedOn(daysAgo(2)) };
const rules = ['ping_identity::offboarded_user_active', 'offboarding::leaver_recent_activity'] as const;

describe('an account whose person is switched off in the part of the primary directory that was read', () => {
  test.each(rules)('may be of somebody who came back: %s', async (rule) => {
    const primary = [{ ...theirs, ...gone }];
    expect((await ofUser(rule, beside(account, { primary }))).state).toBe('PRESENT');
    const inPart = await ofUser(rule, beside(account, { primary, read: brokenOff }));
    expect(said(inPart)).toBe(said({ ...inPart, state: 'UNKNOWN', unknownReason: 'PARTIAL_DATA' }));
    // One that can be used settles it, however many are missing.
    const both = [...primary, { ...theirs, ...back }];
    expect((await ofUser(rule, beside(account, { primary: both, read: brokenOff }))).state).toBe('ABSENT');
  });

  test('is judged by that account only where no other one may be in use', async () => {
    const rule = 'offboarding::leaver_active_in_multiple_providers';
    const users = [{ ...theirs, ...gone }];
    const others = { a: { users: [account] }, b: { users: [account] } };
    const [okta] = users.map((user) =>
      person({ directory: 'okta', externalId: 'okta-1', email: null, ...user }),
    );
    const ofOkta = async (more: object) => {
      const { sources = {}, ...rest } = beside({}, { primary: users, others, ...more });
      const here = { key: 'okta', isPrimary: true, everyUser: async () => list(...(okta ? [okta] : [])) };
      return await ofUser(rule, { ...rest, user: okta ?? {}, sources: { ...sources, ...here } });
    };
    expect((await ofOkta({})).state).toBe('PRESENT');
    expect(await ofOkta({ read: brokenOff })).toMatchObject({
      state: 'UNKNOWN',
      unknownReason: 'PARTIAL_DATA',
    });
  });
});

test('a list of people that breaks off before somebody who came back makes no leaver of them', async () => {
  const drawn = drawPeerPeople({ users: 14, seed: 4 });
  const left = {
    status: 'SUSPENDED',
    role: null,
    statusChangedAt: '2024-01-01T00:00:00Z',
    ...theirs,
  } as const;
  const people = drawn.map((one, index): PeerPerson => {
    if (index === 0) return { ...one, ...left };
    return index === drawn.length - 1 ? { ...one, ...theirs, status: 'ACTIVE' } : one;
  });
  const primary = await openOkta(people);
  const other = await openScim(
    {},
    people.slice(0, 1).map((one) => ({ ...one, status: 'ACTIVE', groups: [] })),
  );
  onTestFinished(async () => {
    await Promise.all([primary.close(), other.close()]);
  });
  expect(await ofTheAccount(primary, other)).toBe('COMPLIANT');
  primary.peer.faults.add({ route: '/api/v1/users', after: 1, fault: { kind: 'status', status: 400 } });
  expect(await ofTheAccount(primary, other)).toBe('OPEN');
});

/** What is said of the only account of the other directory, by whoever knows nothing of either yet. */
async function ofTheAccount(...stages: readonly [FaultStage, FaultStage]) {
  const directories = stages.flatMap(({ connections }, index) =>
    connections
      .slice(0, 1)
      .map((connect) => new Directory({ provider: connect({}), isPrimary: index === 0, writable: false })),
  );
  const identities = new IdentityService({ directories, links: new MemoryLinkStore() });
  try {
    const [, scim] = directories;
    if (scim === undefined) throw new Error('Expected two directories.');
    const swept = new SweptFindings(everyRuleOn, identities, () => {});
    const { answers } = await swept.of(createLoaders(scim, requestScope({ maxAgeMs: 0 })), 'GATED');
    const [id = ''] = answers.USER.subjects;
    return answers.USER.saidOf('scim::offboarded_user_active', id);
  } finally {
    identities.close();
    await Promise.all(directories.map((directory) => directory.close()));
  }
}
