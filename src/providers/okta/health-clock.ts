import type { HealthCheck } from '../../model/directory.ts';

/** Clocks further apart than this make client assertions and ages wrong. */
const SLACK_MS = 60_000;

/** Compares this machine's clock with the one that an answer of Okta's tells. */
export function clockCheck(headers: Readonly<Record<string, string>>, now: Date): HealthCheck {
  const code = 'CLOCK';
  const theirs = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(theirs))
    return { code, status: 'SKIPPED', message: 'The answer does not tell the time of Okta.', hint: null };
  const apart = now.getTime() - theirs;
  if (Math.abs(apart) <= SLACK_MS)
    return { code, status: 'OK', message: 'The clock of this machine and that of Okta agree.', hint: null };
  const seconds = Math.round(Math.abs(apart) / 1_000);
  return {
    code,
    status: 'WARNING',
    message: `The clock of this machine is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} that of Okta.`,
    hint: 'Set the clock by a time server: a token is refused when its request seems to come from another time.',
  };
}
