import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, flag, not } from '../kleene.ts';
import { speaks } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';

export const appSamlUnsignedAssertion = defineRule({
  id: 'app::saml_unsigned_assertion',
  title: 'SAML neither signs assertion nor response',
  description:
    'Neither the assertion nor the response is signed. The application cannot tell who wrote them.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-13', 'SC-23'], iso27001: ['8.24'], attack: ['T1606.002'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['A signed response does not take the place of a signed assertion.'],
  scope: ({ application }) => speaks(application, 'SAML'),
  holds: ({ application }) =>
    and(
      () => not(flag(application.saml?.assertionSigned ?? null)),
      () => not(flag(application.saml?.responseSigned ?? null)),
    ),
  evidence: ({ application }) => [evidence('spEntityId', application.saml?.spEntityId ?? null)],
});
