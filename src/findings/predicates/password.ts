import type { PasswordState, PasswordStatus } from '../../model/account.ts';
import { type Truth, undecided } from '../kleene.ts';

/** Whether a password is in one of these states; undecided for a state that the gateway does not know. */
export function passwordIs({ status }: PasswordState, ...wanted: readonly PasswordStatus[]): Truth {
  return status === 'UNKNOWN' ? undecided('INVALID_VALUE') : wanted.includes(status);
}
