import type { InactivityAutomation } from '../model/automation.ts';
import type { Listing } from '../model/coverage.ts';
import type { CallContext } from '../upstream/call.ts';

/** Controls of a whole directory that no policy of ours has a place for. */
export interface ControlReads {
  /** Ways to sign on that no second factor can guard, and that are open to somebody; none: all of them are closed. */
  legacyProtocols(context: CallContext): Promise<Listing<string>>;
  /** What switches accounts off that nobody uses. */
  inactivityAutomations(context: CallContext): Promise<Listing<InactivityAutomation>>;
}
