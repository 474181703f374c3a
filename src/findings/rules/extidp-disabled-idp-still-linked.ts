import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { undecided } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { isUnusableProvider, providerName } from '../predicates/org-identity-providers.ts';
import { defineRule } from '../rule.ts';

export const extidpDisabledIdpStillLinked = defineRule({
  id: 'extidp::disabled_idp_still_linked',
  title: 'User is linked to a disabled or missing IdP',
  description:
    "The account's password is checked by an identity provider that is switched off or gone. Nobody can say any more how, or whether, this person signs on.",
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2', 'IA-8', 'AC-2'], iso27001: ['5.16'] }),
  remedies: remedies('unlinkAccount', 'updateIdentityProvider'),
  settings: [],
  caveats: ['It may be switched off for a short test.'],
  scope: ({ user }) => usable(user),
  holds: ({ directory, user }) => {
    const { identityProviderId, kind } = user.passwordAuthority;
    if (identityProviderId !== null) return isUnusableProvider(directory, identityProviderId);
    return kind === 'LOCAL' ? false : undecided('FIELD_NULL');
  },
  evidence: ({ directory, user }) => {
    const id = user.passwordAuthority.identityProviderId;
    return id === null ? [] : [evidence('identityProvider', providerName(directory, id))];
  },
});
