import { controls, remedies } from '../controls.ts';
import { undecided } from '../kleene.ts';
import { hasWildcardHost } from '../predicates/app-addresses.ts';
import { redirects, speaks } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appWildcardRedirectUri = defineRule({
  id: 'app::wildcard_redirect_uri',
  title: 'Redirect URI accepts wildcards',
  description:
    "The application lets its answers be sent to addresses that fit a pattern. An attacker needs only one address that fits to receive a person's code or token.",
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['SC-23', 'CM-6'],
    zeroTrust: ['21885'],
    iso27001: ['8.26'],
    attack: ['T1528'],
  }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Previews in a test environment.'],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: ({ application }) => {
    const allowed = application.oidc?.allowWildcardInRedirectUris ?? null;
    const addresses = application.oidc?.redirectUris ?? [];
    if (allowed === true || addresses.some((address) => address.includes('*'))) return true;
    if (allowed === false || addresses.length > 0) return false;
    return redirects(application) === false ? false : undecided('FIELD_NULL');
  },
  evidence: ({ application }) =>
    listEvidence(
      'redirectUris',
      (application.oidc?.redirectUris ?? []).filter((address) => address.includes('*')),
    ),
  severityOf: ({ application }) =>
    (application.oidc?.redirectUris ?? []).some(hasWildcardHost) ? 'CRITICAL' : 'HIGH',
});
