import { controls, remedies } from '../controls.ts';
import { or, undecided } from '../kleene.ts';
import { addressesOf, isSentInTheClear } from '../predicates/app-addresses.ts';
import { redirects, speaks } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appInsecureRedirectUri = defineRule({
  id: 'app::insecure_redirect_uri',
  title: 'Redirect, ACS or logout URL without TLS',
  description:
    'Answers of a sign-on are sent to an address without TLS on another machine. Everybody on the way can read and keep them.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-8'], zeroTrust: ['21885'], attack: ['T1528'] }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Hosts that are only reached from within; addresses of the same machine do not count.'],
  scope: ({ application }) =>
    or(
      () => speaks(application, 'OPENID_CONNECT'),
      () => speaks(application, 'SAML'),
    ),
  holds: ({ application }) => {
    const addresses = addressesOf(application);
    if (addresses.length > 0) return addresses.some(isSentInTheClear);
    return application.protocol === 'OPENID_CONNECT' && redirects(application) === false
      ? false
      : undecided('FIELD_NULL');
  },
  evidence: ({ application }) => listEvidence('addresses', addressesOf(application).filter(isSentInTheClear)),
});
