import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { undecided } from '../kleene.ts';
import { isOfType, isPublicClient, usesGrantType } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const appPkceNotRequired = defineRule({
  id: 'app::pkce_not_required',
  title: 'PKCE optional for the code flow',
  description:
    'The code flow works without PKCE. Whoever catches a code on its way can redeem it, most of all where the client has no secret.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-23'], owaspNhi: ['NHI4'], attack: ['T1528'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['The client may send PKCE all the same.'],
  scope: ({ application }) => usesGrantType(application, 'AUTHORIZATION_CODE'),
  holds: ({ application }) => {
    switch (application.oidc?.pkceEnforcement ?? null) {
      case 'OPTIONAL':
        return true;
      case 'REQUIRED':
      case 'S256_REQUIRED':
        return false;
      case null:
        return undecided('FIELD_NULL');
      default:
        return undecided('INVALID_VALUE');
    }
  },
  evidence: ({ application }) => [
    evidence('pkceEnforcement', application.oidc?.pkceEnforcement ?? null),
    evidence('type', application.type),
  ],
  severityOf: (facts) => {
    if (isPublicClient(facts.application)) return 'HIGH';
    return severityIf(isOfType(facts, 'WEB_APP'), 'LOW', 'MEDIUM');
  },
});
