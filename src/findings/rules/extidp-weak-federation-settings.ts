import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { hasWeakFederation } from '../predicates/org-identity-providers.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const extidpWeakFederationSettings = defineRule({
  id: 'extidp::weak_federation_settings',
  title: 'Federation request not signed or PKCE off',
  description:
    'Requests to an outside identity provider are not signed, or its codes are not bound by PKCE. Somebody on the way can change the one or redeem the other.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-23', 'SC-13'], iso27001: ['8.24'] }),
  remedies: remedies('updateIdentityProvider'),
  settings: [],
  caveats: ['The other side may not be able to verify.'],
  scope: () => true,
  holds: ({ identityProviders }) => any(identityProviders, hasWeakFederation),
  evidence: ({ identityProviders }) =>
    nameEvidence('identityProviders', identityProviders, hasWeakFederation),
});
