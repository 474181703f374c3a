import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, undecided, whether } from '../kleene.ts';
import { isEnabled, isInteractive } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const appUnused = defineRule({
  id: 'app::unused',
  title: 'Enabled application with no sign-ons',
  description:
    'Nobody signed on to the application for a whole window, though it is switched on. What nobody needs is only a way in.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CM-7', 'CM-8'], iso27001: ['8.9'] }),
  remedies: remedies('disableApplication'),
  settings: ['applicationInactivityDays'],
  caveats: ['Portals for emergencies are rarely opened.'],
  scope: ({ application }) =>
    and(
      () => isEnabled(application),
      () => isInteractive(application),
    ),
  holds: ({ directory, application, usage }) => {
    const { applicationInactivityDays: days } = directory.settings;
    return and(
      () => olderThanDays(application.createdAt, days, directory.asOf, undecided('FIELD_NULL')),
      () =>
        whether(usage, (seen) => {
          if (seen.signOns === 0) return seen.days >= days ? true : undecided('PARTIAL_DATA');
          if (seen.days <= days) return false;
          return olderThanDays(seen.lastSignOnAt, days, directory.asOf, undecided('PARTIAL_DATA'));
        }),
    );
  },
  evidence: ({ application, usage }) => [
    evidence('createdAt', application.createdAt),
    ...(usage.state === 'KNOWN'
      ? [evidence('windowDays', usage.value.days), evidence('lastSignOnAt', usage.value.lastSignOnAt)]
      : []),
  ],
});
