import { invalidData } from '../api-error.ts';
import { valueAt } from '../serve/body.ts';
import type { Row } from '../tenant.ts';
import type { Call, JsonObject } from './resource.ts';

/** `canAuthenticate` follows from the account switch and the lock, which are independent of each other. */
export function withCanAuthenticate(row: Row): void {
  const account = (row['account'] ?? { status: 'OK' }) as JsonObject;
  row['account'] = {
    ...account,
    canAuthenticate: row['enabled'] !== false && account['status'] !== 'LOCKED',
  };
}

/** What locking an account changes. `unlockAt` must lie ahead; whether it may be left out is documented two ways. */
export function lockAccount(call: Call): JsonObject {
  const { world } = call;
  const unlockAt = valueAt(call.body, 'unlockAt');
  if (unlockAt === undefined) {
    if (!world.settings.lockWithoutEnd) return {};
    return { account: { status: 'LOCKED', canAuthenticate: false, lockedAt: world.now() } };
  }
  if (typeof unlockAt !== 'string' || !(Date.parse(unlockAt) > world.clock())) {
    throw invalidData({
      code: 'INVALID_VALUE',
      target: 'unlockAt',
      message: 'Expected a moment that lies ahead.',
    });
  }
  return { account: { status: 'LOCKED', canAuthenticate: false, lockedAt: world.now(), unlockAt } };
}

/** A lock with an end ends by itself. */
export function endLock(row: Row, { world }: Call): void {
  const unlockAt = valueAt(row, 'account.unlockAt');
  if (typeof unlockAt === 'string' && Date.parse(unlockAt) <= world.clock())
    Object.assign(row, unlockAccount(row));
}

/** The account as it is shown: a lock with an end says how long it lasts. */
export function shownAccount(row: Row, { world }: Call): unknown {
  const { account } = row;
  const unlockAt = valueAt(account, 'unlockAt');
  if (typeof unlockAt !== 'string') return account;
  const secondsUntilUnlock = Math.ceil((Date.parse(unlockAt) - world.clock()) / 1000);
  return { ...Object(account), secondsUntilUnlock };
}

export function unlockAccount(row: Row): JsonObject {
  return { account: { status: 'OK', canAuthenticate: row['enabled'] !== false } };
}
