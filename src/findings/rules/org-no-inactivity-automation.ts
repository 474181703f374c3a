import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { any, flag, not } from '../kleene.ts';
import { defineRule } from '../rule.ts';

export const orgNoInactivityAutomation = defineRule<'DIRECTORY'>({
  id: 'org::no_inactivity_automation',
  title: 'Nothing switches unused accounts off',
  description:
    'No automation of the directory switches off the accounts that nobody uses. They stay until somebody thinks of them.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  kinds: ['PINGONE', 'OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'LDAP', 'KEYCLOAK'],
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)'], cis: ['5.3'], stigOkta: ['OKTA-APP-000090'] }),
  remedies: remedies('suspendUser'),
  settings: ['maxAutomationDays'],
  caveats: [
    'A job outside the directory may do it.',
    "Okta's automations are read where `automations: true` says so: Okta documents their form, but not the call that lists them.",
  ],
  scope: () => true,
  holds: ({ inactivityAutomations, settings }) =>
    not(
      any(
        inactivityAutomations,
        ({ enabled, afterDays, switchesOff, coversEverybody }) =>
          enabled && switchesOff && afterDays <= settings.maxAutomationDays && flag(coversEverybody),
      ),
    ),
  evidence: ({ inactivityAutomations, settings }) => [
    evidence('automations', inactivityAutomations.rows.length),
    evidence('thresholdDays', settings.maxAutomationDays),
  ],
});
