import { controls, remedies } from '../controls.ts';
import { and, flag, not } from '../kleene.ts';
import { speaks } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appSamlRequestSignatureIgnored = defineRule({
  id: 'app::saml_request_signature_ignored',
  title: 'Signed AuthnRequest not enforced where ACS is dynamic',
  description:
    'A signed request may name any address to answer to, while requests need not be signed. Then the list of allowed addresses protects less than it seems.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-23', 'CM-6'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Many service providers cannot sign their requests.'],
  scope: ({ application }) => speaks(application, 'SAML'),
  holds: ({ application }) =>
    and(
      () => flag(application.saml?.acceptsAcsUrlOfSignedRequest ?? null),
      () => not(flag(application.saml?.requestSignatureRequired ?? null)),
    ),
  evidence: ({ application }) => listEvidence('acsUrls', application.saml?.acsUrls ?? []),
});
