import { controls, remedies } from '../controls.ts';
import { any, or } from '../kleene.ts';
import {
  boundCertificates,
  hasBoundCertificates,
  isShortKey,
  livesTooLong,
} from '../predicates/app-certificates.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const appWeakKey = defineRule({
  id: 'app::weak_key',
  title: 'Key too short or certificate lifetime too long',
  description:
    'A key of the application is too short to last, or stays the same for too long. Such a key can be broken, or is known to more people each year.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['SC-12', 'SC-13'],
    scuba: ['MS.AAD.5.7'],
    zeroTrust: ['21773'],
    iso27001: ['8.24'],
  }),
  remedies: remedies('rotateKey'),
  settings: ['maxCertificateDays'],
  caveats: ['Roots and keys of a federation live longer.'],
  scope: (facts) => hasBoundCertificates(facts),
  holds: (facts) =>
    any(boundCertificates(facts), (row) =>
      or(
        () => isShortKey(row),
        () => livesTooLong(facts.directory, row),
      ),
    ),
  evidence: (facts) =>
    listEvidence(
      'keys',
      boundCertificates(facts)
        .rows.filter((row) => isShortKey(row) === true || livesTooLong(facts.directory, row) === true)
        .map((row) => `${row.name} (${row.algorithm ?? 'unknown'} ${row.keyLength ?? 'unknown'} bits)`),
    ),
  severityOf: (facts) =>
    severityIf(or(...boundCertificates(facts).rows.map((row) => () => isShortKey(row))), 'MEDIUM', 'LOW'),
});
