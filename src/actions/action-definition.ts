import type { UserActionName } from '../model/action.ts';
import { actionNotSupported } from './guards/action-not-supported.ts';
import { blastRadius } from './guards/blast-radius.ts';
import { breakGlass } from './guards/break-glass.ts';
import { directoryNotWritable } from './guards/directory-not-writable.ts';
import type { Guard } from './guards/guard.ts';
import { lastAdministrator } from './guards/last-administrator.ts';
import { ownApplication } from './guards/own-application.ts';
import { self } from './guards/self.ts';

/** What is particular to an action that switches sign-in on or off; the rest is `run-user-action.ts`. */
export interface UserActionDefinition {
  readonly name: UserActionName;
  /** The mutation that carries it out. */
  readonly mutation: string;
  readonly inverse: UserActionName;
  /** Whether sign-in is to be on afterwards. */
  readonly enabled: boolean;
  /** Name in `blockedBy` when there is nothing to do. */
  readonly already: string;
  /** Asked before the subject is looked at: what they refuse, they refuse for everybody. */
  readonly directoryGuards: readonly Guard[];
  /** Asked next, all of them: they cost no call. */
  readonly freeGuards: readonly Guard[];
  /** Asked last, and only when no other objects: they may cost calls. */
  readonly readingGuards: readonly Guard[];
}

export const suspendUserAction: UserActionDefinition = {
  name: 'SUSPEND_USER',
  mutation: 'suspendUser',
  inverse: 'UNSUSPEND_USER',
  enabled: false,
  already: 'already-suspended',
  directoryGuards: [directoryNotWritable, actionNotSupported],
  freeGuards: [self, breakGlass, ownApplication, blastRadius],
  readingGuards: [lastAdministrator],
};

export const unsuspendUserAction: UserActionDefinition = {
  name: 'UNSUSPEND_USER',
  mutation: 'unsuspendUser',
  inverse: 'SUSPEND_USER',
  enabled: true,
  already: 'not-suspended',
  directoryGuards: [directoryNotWritable, actionNotSupported],
  freeGuards: [blastRadius],
  readingGuards: [],
};

export const userActions: readonly UserActionDefinition[] = [suspendUserAction, unsuspendUserAction];
