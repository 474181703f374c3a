import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { any } from '../kleene.ts';
import { disabled } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

export const disabledUserLiveSession = defineRule<'USER'>({
  id: 'offboarding::disabled_user_live_session',
  title: 'Disabled account has a live session',
  description:
    'The account is switched off but the directory still lists a session of it. Whether that session can be used depends on the applications; ending it removes the doubt.',
  family: 'OFFBOARDING',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-12', 'AC-2(3)'], iso27001: ['5.18'], attack: ['T1550.004'] }),
  remedies: remedies('revokeUserSessions'),
  settings: [],
  caveats: [
    'A listed session may be one that cannot be used any more; whether tokens outlive it differs by provider.',
  ],
  scope: ({ user }) => disabled(user),
  holds: ({ sessions }) => any(sessions, () => true),
  evidence: ({ sessions }) => [
    evidence(sessions.complete ? 'sessions' : 'sessionsAtLeast', sessions.rows.length),
    evidence('lastActiveAt', sessions.rows[0]?.activeAt ?? null),
  ],
});
