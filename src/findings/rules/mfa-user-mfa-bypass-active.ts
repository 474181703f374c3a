import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { whether } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';
import { HOUR_MS } from '../time.ts';

function openUntil({ bypass }: UserFacts): Date | null {
  return bypass.state === 'KNOWN' ? bypass.value.until : null;
}

function remainingMs(facts: UserFacts): number {
  return (openUntil(facts)?.getTime() ?? 0) - facts.directory.asOf.getTime();
}

export const userMfaBypassActive = defineRule<'USER'>({
  id: 'mfa::user_mfa_bypass_active',
  title: 'Second factor is bypassed for the user',
  description:
    'A window is open in which the second factor is not asked for. Help desks open short ones for lost phones; a long one is a way in.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)', 'IA-5'],
    iso27001: ['8.5'],
    attack: ['T1556.006'],
  }),
  remedies: remedies('endMfaBypass'),
  settings: ['maxBypassHours'],
  caveats: ['Help desks open short windows for people who lost their phone.'],
  scope: ({ user }) => usable(user),
  holds: ({ bypass, directory }) =>
    whether(bypass, ({ until }) => until !== null && until.getTime() > directory.asOf.getTime()),
  evidence: (facts) => [
    evidence('bypassUntil', openUntil(facts)),
    evidence('remainingHours', Math.floor(remainingMs(facts) / HOUR_MS)),
    evidence('maxBypassHours', facts.directory.settings.maxBypassHours),
  ],
  severityOf: (facts) => {
    const long = remainingMs(facts) > facts.directory.settings.maxBypassHours * HOUR_MS;
    return long || isAdministrator(facts) === true ? 'CRITICAL' : 'HIGH';
  },
});
