import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, any, not, undecided } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { anyActive } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const allFactorsLocked = defineRule<'USER'>({
  id: 'mfa::all_factors_locked',
  title: 'All second factors locked or blocked',
  description:
    'The user has devices, but every one is locked or blocked. Somebody may be trying codes; the user cannot sign on until one is unlocked.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-7', 'IA-5'], iso27001: ['8.5'], attack: ['T1621'] }),
  remedies: remedies('unlockMfaDevice'),
  settings: [],
  caveats: ['Somebody may be guessing right now: look at it as an event as well.'],
  scope: ({ user }) => usable(user),
  holds: (facts) =>
    and(
      () =>
        any(facts.devices, ({ status }) =>
          status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'LOCKED' || status === 'BLOCKED',
        ),
      () => not(anyActive(facts)),
    ),
  evidence: ({ devices }) =>
    devices.rows
      .filter(({ status }) => status === 'LOCKED' || status === 'BLOCKED')
      .map(({ type, status }) => evidence('device', `${type} ${status}`)),
});
