import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { createdBefore, usable } from '../predicates/account.ts';
import { mfaSwitchedOff } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const userMfaDisabled = defineRule<'USER'>({
  id: 'mfa::user_mfa_disabled',
  title: 'Second factor switched off for the user',
  description:
    'The account has its second factor switched off, so sign-on policies pass it by whatever devices are paired. New accounts are given some days.',
  family: 'MFA',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)'],
    cis: ['6.3', '6.5'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.2'],
    attack: ['T1556.006'],
  }),
  remedies: remedies('requireMfaEnrollment'),
  settings: ['mfaGraceDays', 'mfaEngine'],
  caveats: ['Where PingID or DaVinci asks for the factor, the flag means nothing: set `mfaEngine`.'],
  scope: ({ user, directory }) =>
    and(
      () => directory.settings.mfaEngine === 'PINGONE',
      // Most products have no such switch for a single user.
      () => user.mfaEnabled.state === 'KNOWN' || user.mfaEnabled.reason !== 'UNSUPPORTED',
      () => usable(user),
    ),
  holds: (facts) =>
    and(
      () => mfaSwitchedOff(facts),
      () => createdBefore(facts, facts.directory.settings.mfaGraceDays),
    ),
  evidence: ({ user }) => [evidence('mfaEnabled', false), evidence('createdAt', user.createdAt)],
});
