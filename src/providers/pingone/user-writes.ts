import type { UserWrites } from '../user-writes.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { createAccountWrites } from './user-account.ts';
import { createPasswordWrites } from './user-password.ts';
import { createRecordWrites } from './user-record.ts';
import { createSessionWrites } from './user-sessions.ts';

/** Everything that changes a user, its password or its sessions. */
export function createUserWrites(api: EnvironmentApi, clock: () => Date = () => new Date()): UserWrites {
  return {
    ...createRecordWrites(api),
    ...createAccountWrites(api),
    ...createPasswordWrites(api),
    ...createSessionWrites(api, clock),
  };
}
