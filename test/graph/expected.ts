import type { Row } from '../../src/sandbox/tenant.ts';

/** What the rows of the tenant say, worked out once more and without the gateway's code. */

export function mfaStatusOf(user: Row, devices: readonly Row[]): string {
  if (user['mfaEnabled'] !== true) return 'DISABLED';
  return devices.some(isUsable) ? 'ENROLLED' : 'NOT_ENROLLED';
}

function isUsable(device: Row): boolean {
  return (
    device['status'] === 'ACTIVE' &&
    wordOf(device['block']) !== 'BLOCKED' &&
    wordOf(device['lock']) !== 'LOCKED'
  );
}

export function userStatusOf(user: Row): string {
  if (user['enabled'] !== true) return 'SUSPENDED';
  if (wordOf(user['account']) === 'LOCKED') return 'LOCKED';
  return wordOf(user['lifecycle']) === 'VERIFICATION_REQUIRED' ? 'PENDING' : 'ACTIVE';
}

function wordOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'status') : undefined;
}

/** How often each value is there. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
