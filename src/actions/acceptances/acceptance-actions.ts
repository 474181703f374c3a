import type { ActionName } from '../../model/action.ts';
import type { Permission } from '../../model/permission.ts';

/** What somebody may decide about a finding. It changes what the gateway knows, and nothing in a directory. */
export interface AcceptanceAction {
  readonly name: ActionName;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly mutation: string;
}

export const acceptancePermission: Permission = 'finding:accept';

export const acceptFinding: AcceptanceAction = {
  name: 'ACCEPT_FINDING',
  summary: 'Accept the risk of a finding for a time.',
  mutation: 'acceptFinding',
};

export const withdrawAcceptance: AcceptanceAction = {
  name: 'WITHDRAW_ACCEPTANCE',
  summary: 'Withdraw that the risk of a finding is accepted.',
  mutation: 'withdrawAcceptance',
};

export const acceptanceActions: readonly AcceptanceAction[] = [acceptFinding, withdrawAcceptance];
