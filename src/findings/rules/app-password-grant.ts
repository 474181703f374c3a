import { controls, remedies } from '../controls.ts';
import { speaks, usesGrantType } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appPasswordGrant = defineRule<'APPLICATION'>({
  id: 'app::password_grant',
  title: 'Application may take the password itself',
  description:
    'The application may collect names and passwords and turn them into tokens. It sees every password, and no second factor is asked for.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  kinds: ['OKTA', 'ENTRA_ID', 'KEYCLOAK'],
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CM-7', 'IA-2'], attack: ['T1110'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Old machines may know nothing else.', 'PingOne has no such grant.'],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: ({ application }) => usesGrantType(application, 'PASSWORD'),
  evidence: ({ application }) => listEvidence('grantTypes', application.oidc?.grantTypes ?? []),
});
