import type { Gateway, GatewayCredential } from '../../model/gateway.ts';
import { controls, remedies } from '../controls.ts';
import type { DirectoryFacts } from '../facts.ts';
import { any, or, type Truth, undecided } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

function isStale({ asOf, settings }: DirectoryFacts, { createdAt, lastUsedAt }: GatewayCredential): Truth {
  return or(
    () => olderThanDays(createdAt, settings.gatewayCredentialDays, asOf, undecided('FIELD_NULL')),
    () => olderThanDays(lastUsedAt, settings.gatewayCredentialUnusedDays, asOf, false),
  );
}

function hasStaleCredential(directory: DirectoryFacts, { externalId }: Gateway): Truth {
  return any(directory.gatewayCredentials(externalId), (credential) => isStale(directory, credential));
}

export const extidpGatewayCredentialStale = defineRule<'DIRECTORY'>({
  id: 'extidp::gateway_credential_stale',
  title: 'Credential of a gateway old or unused',
  description:
    'A gateway still accepts a credential that is old, or that nothing has used for a long time. Whoever has a copy of it can act as the gateway.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  kinds: ['PINGONE', 'OKTA'],
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5', 'SC-12'], iso27001: ['5.17'], owaspNhi: ['NHI1'] }),
  remedies: remedies('deleteGatewayCredential'),
  settings: ['gatewayCredentialDays', 'gatewayCredentialUnusedDays'],
  caveats: [
    'A gateway may stand by for emergencies.',
    'A credential of which the last use is not told is judged by its age alone.',
  ],
  scope: () => true,
  holds: (directory) => any(directory.gateways, (gateway) => hasStaleCredential(directory, gateway)),
  evidence: (directory) =>
    listEvidence(
      'gateways',
      directory.gateways.rows
        .filter((gateway) => hasStaleCredential(directory, gateway) === true)
        .map(({ name, externalId }) => name ?? externalId),
    ),
});
