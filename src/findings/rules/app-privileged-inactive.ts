import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, not, or, undecided, whether } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isEnabled, worksAlone } from '../predicates/app-kind.ts';
import { holdsSensitiveScope, sensitiveScopesOf } from '../predicates/app-scopes.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { adminRoleEvidence } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const appPrivilegedInactive = defineRule({
  id: 'app::privileged_inactive',
  title: 'Unused application still holds privileges',
  description:
    "Nobody has used the application for a long time, and it still holds an administrator's role or sensitive scopes. Nobody would notice that somebody else uses it.",
  family: 'APPLICATION',
  set: 'CORE',
  subject: 'APPLICATION',
  severity: 'HIGH',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(7)', 'CM-7'],
    cis: ['5.3', '5.5'],
    owaspNhi: ['NHI1', 'NHI5'],
    zeroTrust: ['21770', '21771'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('disableApplication', 'removeRoleAssignment'),
  settings: ['applicationInactivityDays'],
  caveats: ['Some jobs run once a quarter or a year.'],
  scope: (facts) =>
    and(
      () => isEnabled(facts.application),
      () =>
        or(
          () => isAdministrator(facts),
          () => holdsSensitiveScope(facts),
        ),
    ),
  holds: ({ directory, application, usage }) =>
    whether(usage, ({ lastSignOnAt }) =>
      and(
        () =>
          olderThanDays(
            lastSignOnAt,
            directory.settings.applicationInactivityDays,
            directory.asOf,
            // Silence in the window is not a last use: it may have been used otherwise, or before.
            undecided('NOT_CAPABLE'),
          ),
        () => {
          const alone = worksAlone(application);
          return alone === true ? undecided('NOT_CAPABLE') : not(alone);
        },
      ),
    ),
  evidence: (facts) => [
    ...adminRoleEvidence(facts.grants),
    ...listEvidence('scopes', sensitiveScopesOf(facts)),
    ...(facts.usage.state === 'KNOWN' ? [evidence('lastSignOnAt', facts.usage.value.lastSignOnAt)] : []),
  ],
});
