/** Rules about everybody of a directory together. */
import { describe, expect, it } from 'vitest';
import type { DirectoryFacts, UserFacts } from '../../../src/findings/facts.ts';
import { defaultFindingSettings, type FindingSettings } from '../../../src/findings/settings.ts';
import {
  answer,
  directoryFacts,
  fact,
  grant,
  missing,
  partial,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import { daysAgo, profile } from '../support-directory-rows.ts';
import { device } from '../support.ts';

function table(
  ruleId: string,
  rows: readonly (readonly [what: string, facts: Partial<DirectoryFacts>, expected: string])[],
): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('DIRECTORY', ruleId, directoryFacts(facts))).toBe(expected);
    });
  });
}

type Crowd = readonly [count: number, facts: UserFacts];

/** So many of each. */
function people(...crowds: readonly Crowd[]): Pick<DirectoryFacts, 'everybody'> {
  const rows = crowds.flatMap(([count, facts], kind) =>
    Array.from({ length: count }, (_, index) => ({
      ...facts,
      user: { ...facts.user, externalId: `u${kind}-${index}` },
    })),
  );
  return { everybody: whole(...rows) };
}

const set = (more: Partial<FindingSettings>) => ({ settings: { ...defaultFindingSettings, ...more } });
const using = userFacts({ lastSignOn: fact({ at: daysAgo(1), remoteIp: null }) });
const idle = userFacts({ lastSignOn: fact({ at: daysAgo(90, 1), remoteIp: null }) });
const silent = userFacts({ lastSignOn: missing('UNSUPPORTED') });
const top = userFacts({}, { grants: whole(grant(0)) });
const helper = userFacts({}, { grants: whole(grant(1)) });
const hidden = userFacts({}, { grants: partial('FORBIDDEN') });
const covered = userFacts({}, { devices: whole(device('TOTP')) });
const uncovered = userFacts();
const unseen = userFacts({}, { devices: partial('TIMED_OUT') });

/** Somebody whose directory has the same settings: they say who is there for emergencies. */
function withSettings(more: Partial<FindingSettings>, crowd: Crowd): Partial<DirectoryFacts> {
  const [count, facts] = crowd;
  return { ...people([count, { ...facts, directory: directoryFacts(set(more)) }]), ...set(more) };
}

table('stale::org_inactive_ratio_high', [
  ['a fifth is allowed', people([16, using], [4, idle]), 'ABSENT'],
  ['one more is not', people([15, using], [5, idle]), 'PRESENT MEDIUM'],
  ['of 19 nobody can say', people([10, using], [9, idle]), 'UNKNOWN (PARTIAL_DATA)'],
  ['sign-ons are not told', people([20, silent]), 'UNKNOWN (NOT_CAPABLE)'],
  ['not everybody was read', { everybody: partial('FORBIDDEN', using) }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('mfa::org_coverage_low', [
  ['W35: 98 of 100', people([98, covered], [2, uncovered]), 'ABSENT'],
  ['W35: 97 of 100', people([97, covered], [3, uncovered]), 'PRESENT HIGH'],
  ['W35: 97 of 100, of three nobody knows', people([97, covered], [3, unseen]), 'UNKNOWN (PARTIAL_DATA)'],
  [
    'customers',
    { ...people([3, uncovered]), profile: fact(profile({ purpose: 'CUSTOMER' })) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
]);

table('admin::too_many_top_admins', [
  ['W33: four', people([4, top]), 'ABSENT'],
  ['W33: five', people([5, top]), 'PRESENT MEDIUM'],
  ['W33: nine', people([9, top]), 'PRESENT HIGH'],
  ['W33: three, and two of whom nobody knows', people([3, top], [2, hidden]), 'UNKNOWN (PARTIAL_DATA)'],
  ['W33: five, whatever the others are', people([5, top], [9, hidden]), 'PRESENT MEDIUM'],
  ['six, two of them for emergencies', withSettings({ breakGlass: ['u0-0', 'u0-1'] }, [6, top]), 'ABSENT'],
  [
    'none is spared',
    withSettings({ breakGlass: ['u0-0', 'u0-1'], sparedBreakGlass: 0 }, [6, top]),
    'PRESENT MEDIUM',
  ],
]);

table('admin::too_few_top_admins', [
  ['two', people([2, top]), 'ABSENT'],
  ['one', people([1, top], [5, using]), 'PRESENT MEDIUM'],
  ['W34: no role anywhere', people([5, using]), 'UNKNOWN (PERMISSION_DENIED)'],
  ['one, and one of whom nobody knows', people([1, top], [1, hidden]), 'UNKNOWN (PARTIAL_DATA)'],
]);

table('admin::admin_ratio_high', [
  ['a tenth of a hundred', people([10, helper], [90, using]), 'ABSENT'],
  ['one more', people([11, helper], [89, using]), 'PRESENT MEDIUM'],
  ['in a small directory a share says nothing', people([9, helper], [1, using]), 'ABSENT'],
  ['more than fifty', { ...people([51, helper]), ...set({ maxAdministratorRatio: 1 }) }, 'PRESENT MEDIUM'],
  ['of five nobody knows', people([10, helper], [85, using], [5, hidden]), 'UNKNOWN (PARTIAL_DATA)'],
]);

table('admin::top_role_share_high', [
  ['a quarter', people([1, top], [3, helper]), 'ABSENT'],
  ['a third', people([1, top], [2, helper]), 'PRESENT INFO'],
  ['half', people([2, top], [2, helper]), 'PRESENT LOW'],
  ['too few to say', people([2, top]), 'UNKNOWN (PARTIAL_DATA)'],
  ['roles that cannot be read', people([1, top], [3, helper], [1, hidden]), 'UNKNOWN (PERMISSION_DENIED)'],
]);

const key = userFacts({}, { devices: whole(device('FIDO2')) });
const listed = { breakGlass: ['u0-0'] };
const glass = set(listed);
table('admin::break_glass_missing_or_weak', [
  ['ready', withSettings(listed, [1, key]), 'ABSENT'],
  ['a weaker factor', withSettings(listed, [1, covered]), 'PRESENT MEDIUM'],
  ['switched off', withSettings(listed, [1, userFacts({ status: 'SUSPENDED' })]), 'PRESENT MEDIUM'],
  ['not there', { everybody: whole(), ...glass }, 'PRESENT MEDIUM'],
  ['perhaps there', { everybody: partial('FORBIDDEN'), ...glass }, 'UNKNOWN (PERMISSION_DENIED)'],
  ['none is listed', people([1, key]), 'UNKNOWN (NOT_CONFIGURED)'],
]);
