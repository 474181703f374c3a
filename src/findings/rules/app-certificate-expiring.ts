import { controls, remedies } from '../controls.ts';
import { and, any, or } from '../kleene.ts';
import { boundCertificates, hasBoundCertificates } from '../predicates/app-certificates.ts';
import { isEnabled } from '../predicates/app-kind.ts';
import { expiresSoon, expiryEvidence, hasExpired } from '../predicates/org-certificates.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const appCertificateExpiring = defineRule({
  id: 'app::certificate_expiring',
  title: 'Signing or encryption certificate near or past expiry',
  description:
    'A key or certificate of the application ends soon, or has ended. From that moment nobody can sign on to it any more.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['SC-17', 'SC-12'],
    scuba: ['MS.AAD.5.7'],
    iso27001: ['8.24'],
    zeroTrust: ['21992'],
    attack: ['T1649'],
  }),
  remedies: remedies('rotateKey', 'updateApplication'),
  settings: ['certificateWarnDays'],
  caveats: ['A policy may rotate the key by itself.'],
  scope: (facts) =>
    and(
      () => isEnabled(facts.application),
      () => hasBoundCertificates(facts),
    ),
  holds: (facts) => any(boundCertificates(facts), (row) => expiresSoon(facts.directory, row)),
  evidence: (facts) => expiryEvidence(facts.directory, boundCertificates(facts)),
  severityOf: (facts) =>
    severityIf(
      or(...boundCertificates(facts).rows.map((row) => () => hasExpired(facts.directory, row))),
      'HIGH',
      'MEDIUM',
    ),
});
