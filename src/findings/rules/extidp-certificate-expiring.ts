import type { Certificate } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import type { DirectoryFacts } from '../facts.ts';
import type { ListFact } from '../kleene.ts';
import { any, or } from '../kleene.ts';
import {
  certificatesWithIds,
  expiresSoon,
  expiryEvidence,
  hasExpired,
} from '../predicates/org-certificates.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

function verificationCertificates(directory: DirectoryFacts): ListFact<Certificate> {
  const providers = directory.identityProviders;
  const list = certificatesWithIds(
    directory,
    providers.rows.flatMap((provider) => provider.verificationCertificateIds),
  );
  return providers.complete ? list : { ...list, complete: false, reason: providers.reason };
}

export const extidpCertificateExpiring = defineRule({
  id: 'extidp::certificate_expiring',
  title: 'IdP verification certificate near or past expiry',
  description:
    'A certificate by which answers of an outside identity provider are checked ends soon, or has ended. From then on nobody comes in by it.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-17'], iso27001: ['8.24'], attack: ['T1606.002'] }),
  remedies: remedies('updateIdentityProvider'),
  settings: ['certificateWarnDays'],
  caveats: ['Metadata may renew it by itself.'],
  scope: () => true,
  holds: (directory) => any(verificationCertificates(directory), (row) => expiresSoon(directory, row)),
  evidence: (directory) => expiryEvidence(directory, verificationCertificates(directory)),
  severityOf: (directory) =>
    severityIf(
      or(...verificationCertificates(directory).rows.map((row) => () => hasExpired(directory, row))),
      'HIGH',
      'MEDIUM',
    ),
});
