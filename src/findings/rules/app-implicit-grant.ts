import { controls, remedies } from '../controls.ts';
import { or } from '../kleene.ts';
import { speaks, usesGrantType } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appImplicitGrant = defineRule({
  id: 'app::implicit_grant',
  title: 'Implicit or hybrid token response allowed',
  description:
    'Tokens may be handed to the browser in the address itself. They end up in histories and logs, and nothing binds them to the client that asked.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-23', 'CM-7'], iso27001: ['8.9'], attack: ['T1528'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Old applications in the browser know nothing else.'],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: ({ application }) =>
    or(
      () => usesGrantType(application, 'IMPLICIT'),
      () => (application.oidc?.responseTypes ?? []).some((type) => type === 'TOKEN' || type === 'ID_TOKEN'),
    ),
  evidence: ({ application }) => [
    ...listEvidence('grantTypes', application.oidc?.grantTypes ?? []),
    ...listEvidence('responseTypes', application.oidc?.responseTypes ?? []),
  ],
  severityOf: ({ application }) => {
    const types = application.oidc?.responseTypes ?? [];
    return types.includes('ID_TOKEN') && !types.includes('TOKEN') ? 'LOW' : 'MEDIUM';
  },
});
