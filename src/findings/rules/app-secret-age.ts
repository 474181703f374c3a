import { controls, remedies } from '../controls.ts';
import { ageEvidence } from '../evidence.ts';
import { and, undecided } from '../kleene.ts';
import { isOfType, usesSharedSecret } from '../predicates/app-kind.ts';
import { isOldSecret } from '../predicates/app-secret.ts';
import { surelyTopRole } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';
import { olderThanDays } from '../time.ts';

export const appSecretAge = defineRule({
  id: 'app::secret_age',
  title: 'Client secret not rotated',
  description:
    'The application has used the same client secret for a long time. The longer it lives, the more places it was copied to.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-5', 'SC-12'],
    scuba: ['MS.AAD.5.6'],
    iso27001: ['5.17'],
    owaspNhi: ['NHI7'],
    attack: ['T1552.001'],
  }),
  remedies: remedies('rotateApplicationSecret', 'revokePreviousApplicationSecret'),
  settings: ['maxSecretDays'],
  caveats: [
    "PingOne does not say when a secret was made: it is bounded by the application's own age and by secrets that it replaced.",
  ],
  scope: ({ application }) => usesSharedSecret(application),
  holds: ({ directory, application, secret }) => {
    const { asOf, settings } = directory;
    return and(
      // A secret cannot be older than its application.
      () => olderThanDays(application.createdAt, settings.maxSecretDays, asOf, undecided('FIELD_NULL')),
      () =>
        secret.state === 'KNOWN'
          ? isOldSecret(secret.value, settings.maxSecretDays, asOf)
          : undecided('NOT_CAPABLE'),
    );
  },
  evidence: ({ directory, secret }) =>
    secret.state === 'KNOWN'
      ? ageEvidence(secret.value.createdAt, directory.asOf, directory.settings.maxSecretDays)
      : [],
  severityOf: (facts) =>
    severityIf(
      and(
        () => isOfType(facts, 'WORKER'),
        () => surelyTopRole(facts.grants),
      ),
      'HIGH',
      'MEDIUM',
    ),
});
