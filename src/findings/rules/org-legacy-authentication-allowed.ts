import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const orgLegacyAuthenticationAllowed = defineRule<'DIRECTORY'>({
  id: 'org::legacy_authentication_allowed',
  title: 'Old protocols that know no second factor are open',
  description:
    'Mail programs and old applications may sign on with a name and a password alone. Whoever guesses a password gets past every second factor.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  kinds: ['OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'LDAP'],
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    scuba: ['MS.AAD.1.1', 'GWS.COMMONCONTROLS.10.5'],
    cisM365: ['5.2.2.3'],
    nist80053: ['CM-7'],
    zeroTrust: ['21796'],
    attack: ['T1110', 'T1078.004'],
  }),
  remedies: remedies('blockLegacyAuthentication'),
  settings: [],
  caveats: [
    'Entra ID alone is asked: for its security defaults, and else for a Conditional Access policy that shuts the protocols. Who is excluded from the policy is not looked at, since emergency accounts shall be.',
    'Microsoft has switched basic authentication off for most of Exchange Online; a policy is what shuts the rest.',
  ],
  scope: () => true,
  holds: ({ legacyProtocols }) => any(legacyProtocols, () => true),
  evidence: ({ legacyProtocols }) => listEvidence('protocols', legacyProtocols.rows),
});
