import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, undecided } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isOfType, usesSharedSecret } from '../predicates/app-kind.ts';
import { adminRoleEvidence, surelyTopRole } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';

export const appSecretInsteadOfKey = defineRule({
  id: 'app::secret_instead_of_key',
  title: 'Privileged machine identity uses a shared secret',
  description:
    "A machine with an administrator's role proves itself by a secret that both sides know. A secret can be copied from either; a private key stays where it was made.",
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-5(2)', 'IA-5'],
    scuba: ['MS.AAD.5.5'],
    maester: ['MT.1027'],
    zeroTrust: ['21772'],
    owaspNhi: ['NHI4'],
    attack: ['T1552'],
  }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Connectors of some vendors know nothing but secrets.'],
  scope: ({ directory, application, grants }) =>
    and(
      () =>
        application.type === null ? undecided('FIELD_NULL') : isOfType({ directory, application }, 'WORKER'),
      () => isAdministrator({ directory, grants }),
    ),
  holds: ({ application }) => usesSharedSecret(application),
  evidence: ({ application, grants }) => [
    evidence('method', application.oidc?.tokenEndpointAuthMethod ?? null),
    ...adminRoleEvidence(grants),
  ],
  severityOf: ({ grants }) => (surelyTopRole(grants) ? 'HIGH' : 'MEDIUM'),
});
