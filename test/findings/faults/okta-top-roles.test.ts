import { expect, test } from 'vitest';
import type { UserFacts } from '../../../src/findings/facts.ts';
import { topRoleShareHigh } from '../../../src/findings/rules/admin-top-role-share-high.ts';
import { answer, directoryFacts, grant, userFacts, whole } from '../support-directory-facts.ts';

function holding(count: number, tier: 0 | 1 | null): readonly UserFacts[] {
  return Array.from({ length: count }, (_, index) => {
    const facts = userFacts({}, { grants: whole(grant(tier)) });
    return { ...facts, user: { ...facts.user, externalId: `${tier}-${index}` } };
  });
}

function among(unknown: number): ReturnType<typeof directoryFacts> {
  return directoryFacts({
    everybody: whole(...holding(4, 0), ...holding(6 - unknown, 1), ...holding(unknown, null)),
  });
}

test('while roles of a kind that is new may be high ones, it is not certain that the share is a low one', () => {
  expect(answer('DIRECTORY', 'admin::top_role_share_high', among(0))).toBe('PRESENT INFO');
  expect(topRoleShareHigh.severityOf?.(among(0))).toBe('INFO');
  expect(topRoleShareHigh.severityOf?.(among(2))).toBeNull();
});
