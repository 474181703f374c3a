import { parseInstant } from '../rows.ts';

/** Google says "never" with the beginning of 1970 (Directory API, `lastLoginTime`). */
export function isEpoch(value: unknown): boolean {
  return parseInstant(value)?.getTime() === 0;
}
