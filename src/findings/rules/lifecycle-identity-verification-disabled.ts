import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { undecided, whether } from '../kleene.ts';
import { defineRule } from '../rule.ts';

export const identityVerificationDisabled = defineRule<'USER'>({
  id: 'lifecycle::identity_verification_disabled',
  title: 'Identity verification switched off for the user',
  description:
    'The directory verifies identities, but not of this user. Only where the product for it is in use.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'INFO',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-12'] }),
  remedies: remedies('setUserVerifyStatus'),
  settings: [],
  caveats: ['Somebody may have been exempted by hand.'],
  scope: ({ directory, user }) =>
    whether(directory.profile, ({ products }) =>
      // Every environment of PingOne has products: without any, they could not be read.
      user.pingOne !== null && products.length === 0
        ? undecided('PARTIAL_DATA')
        : products.includes('PING_ONE_VERIFY'),
    ),
  holds: ({ user }) => {
    const status = user.pingOne?.verifyStatus ?? null;
    return status === null ? undecided('FIELD_NULL') : status === 'DISABLED';
  },
  evidence: ({ user }) => [evidence('verifyStatus', user.pingOne?.verifyStatus ?? null)],
});
