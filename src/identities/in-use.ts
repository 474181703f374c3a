import type { Ground } from './ground.ts';

const UNUSABLE = 2;

/** Whether somebody can sign in with it, now or when a lock or a pending step is over. */
export function isUsable(ground: Ground, slot: number): boolean {
  return rank(ground, slot) < UNUSABLE;
}

/** ACTIVE before others that can be used, before those that cannot. */
function rank(ground: Ground, slot: number): number {
  const { status } = ground.user(slot);
  if (status === 'ACTIVE') return 0;
  return status === 'PENDING' || status === 'LOCKED' ? 1 : UNUSABLE;
}

/** Of several accounts of one person the one in use: ACTIVE before others, then the latest sign-on. */
export function inUse(ground: Ground, slots: readonly number[]): number {
  const lastSeen = (slot: number): number => {
    const { lastSignOn } = ground.user(slot);
    return lastSignOn.state === 'KNOWN' ? (lastSignOn.value?.at.getTime() ?? 0) : 0;
  };
  return slots.reduce((chosen, slot) => {
    const order =
      rank(ground, slot) - rank(ground, chosen) ||
      lastSeen(chosen) - lastSeen(slot) ||
      ground.compare(slot, chosen);
    return order < 0 ? slot : chosen;
  });
}
