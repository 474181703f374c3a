import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, type Truth, undecided } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { scopesOverlap } from '../predicates/scope.ts';
import { defineRule } from '../rule.ts';

/** Roles that check each other: nobody should hold both ends. */
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/^identity data admin$/i, /^client application developer$/i],
  [/^custom roles admin$/i, /^identity data admin$/i],
  [/^help desk admin$/i, /auditor/i],
];

function named(roleName: string | null, pattern: RegExp): Truth {
  return roleName === null ? undecided('FIELD_NULL') : pattern.test(roleName);
}

function holdsPair({ grants, directory }: UserFacts, [first, second]: readonly [RegExp, RegExp]): Truth {
  return any(grants, (one) =>
    and(
      () => named(one.roleName, first),
      () =>
        any(grants, (other) =>
          and(
            () => named(other.roleName, second),
            () => scopesOverlap(one, other, directory),
          ),
        ),
    ),
  );
}

export const toxicRoleCombination = defineRule<'USER'>({
  id: 'admin::toxic_role_combination',
  title: 'Conflicting roles on one person',
  description:
    'The user holds two roles that are meant to check each other, with a common reach. Together they let one person do and hide what should take two.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-5'], iso27001: ['5.15'], cis: ['6.8'] }),
  remedies: remedies('removeRoleAssignment'),
  settings: [],
  caveats: ['In a very small team somebody has to hold both.'],
  scope: isAdministrator,
  holds: (facts) => any({ rows: pairs, complete: true, reason: null }, (pair) => holdsPair(facts, pair)),
  evidence: (facts) =>
    pairs
      .filter((pair) => holdsPair(facts, pair) === true)
      .map((pair) => {
        const names = pair.map(
          (pattern) => facts.grants.rows.find(({ roleName }) => named(roleName, pattern) === true)?.roleName,
        );
        return evidence('roles', names.join(' + '));
      }),
});
