import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, not, type Truth, undecided } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { outsidePrimary, strangerToPrimary } from '../predicates/counterpart.ts';
import { listed } from '../predicates/lists.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { providerName } from '../predicates/org-identity-providers.ts';
import { defineRule } from '../rule.ts';

function federated({ user }: UserFacts): Truth {
  const { identityProviderId, kind } = user.passwordAuthority;
  if (identityProviderId !== null) return true;
  return kind === 'LOCAL' ? false : undecided('FIELD_NULL');
}

function comesFromTrusted({ directory, user }: UserFacts): Truth {
  const { trustedIdentityProviders } = directory.settings;
  const id = user.passwordAuthority.identityProviderId;
  if (trustedIdentityProviders.length === 0) return false;
  if (listed(trustedIdentityProviders, [id])) return true;
  return any(
    directory.identityProviders,
    ({ externalId, name }) => externalId === id && listed(trustedIdentityProviders, [name]),
  );
}

export const extidpJitAccountUnlinkedFromPrimary = defineRule<'USER'>({
  id: 'extidp::jit_account_unlinked_from_primary',
  title: 'Federated user whom the primary directory does not know',
  description:
    'The account signs on at an outside identity provider, and nobody in the primary directory is its person. Another organisation decides who it is, and no offboarding reaches it.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-8', 'PS-7'], iso27001: ['5.16'] }),
  remedies: remedies('suspendUser', 'linkIdentity'),
  settings: ['trustedIdentityProviders'],
  caveats: [
    'People of a partner have no counterpart by design: list their identity provider, and the primary one itself, in `trustedIdentityProviders`.',
  ],
  scope: (facts) =>
    and(
      () => outsidePrimary(facts),
      () => usable(facts.user),
      () => federated(facts),
      () => not(comesFromTrusted(facts)),
    ),
  holds: strangerToPrimary,
  evidence: (facts) => {
    const id = facts.user.passwordAuthority.identityProviderId;
    return [
      ...(id === null ? [] : [evidence('identityProvider', providerName(facts.directory, id))]),
      ...matchEvidence(facts),
    ];
  },
});
