import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, whether } from '../kleene.ts';
import { createdBefore, kindOf, nonHuman, usable } from '../predicates/account.ts';
import { withoutFactor } from '../predicates/factors.ts';
import { passwordIs } from '../predicates/password.ts';
import { defineRule } from '../rule.ts';

export const serviceAccountPasswordSignIn = defineRule<'USER'>({
  id: 'mfa::service_account_password_sign_in',
  title: "Machine's account signs in with a password alone",
  description:
    'An account of a machine, or a shared one, has a password and no second factor. A worker application with a key of its own is the safer way.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(2)', 'IA-2(5)'], cis: ['5.5'], owaspNhi: ['NHI4'] }),
  remedies: remedies('createApplication', 'suspendUser'),
  settings: ['serviceSignInGraceDays', 'serviceAccountPatterns'],
  caveats: ['The account may be confined to a network.'],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => nonHuman(facts),
    ),
  holds: (facts) =>
    and(
      () => createdBefore(facts, facts.directory.settings.serviceSignInGraceDays),
      () => withoutFactor(facts),
      () => whether(facts.password, (password) => passwordIs(password, 'OK', 'MUST_CHANGE')),
    ),
  evidence: (facts) => [evidence('kind', kindOf(facts)), evidence('activeDevices', 0)],
});
