import type { Listing } from '../model/coverage.ts';
import type { Owner } from '../model/owner.ts';
import type { CallContext } from '../upstream/call.ts';

/**
 * Who answers for what. Where a directory keeps no owners of things of a kind, that is `UNSUPPORTED`, and no empty list: the latter says
 * that there could be owners and is none.
 */
export interface OwnerReads {
  ofGroup(groupId: string, context: CallContext): Promise<Listing<Owner>>;
  ofApplication(applicationId: string, context: CallContext): Promise<Listing<Owner>>;
}
