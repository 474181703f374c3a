import type { Caller } from '../access/caller.ts';
import type { ActionServices } from '../actions/action-services.ts';
import type { Directory } from '../directory/directory.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { Evaluation } from '../findings/engine.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import type { FindingSettings } from '../findings/settings.ts';
import type { IdentityService } from '../identities/identity-service.ts';
import type { IncompleteLists } from './incomplete-lists.ts';
import type { EvaluationDepth } from '../findings/sources.ts';

/** What every resolver is given: who asks, the clock, and the way to each directory. */
export interface GatewayContext {
  readonly scope: RequestScope;
  readonly incompleteLists: IncompleteLists;
  /** Who asks, and what they may. */
  readonly caller: Caller;
  readonly actions: ActionServices;
  /** Who is who, over all directories: what it answers has to be cut to what the caller may see. */
  readonly identities: IdentityService;
  /** In the order of the configuration. */
  readonly directories: readonly Directory[];
  /** Loaders of a directory for this request. @throws {GraphQLError} `BAD_USER_INPUT` for a key that is not configured. */
  loaders(directory: string): DirectoryLoaders;
  /** Which rules are on, and their thresholds. */
  readonly findingSettings: FindingSettings;
  /** Rules evaluated live, through the request's loaders. */
  evaluation(directory: string): Evaluation;
  /** What the rules say of everybody in the directory's sweep, which is taken when there is none. */
  sweepFindings(directory: string, depth: EvaluationDepth): Promise<SweepFindings>;
  /** In a subscription: forgets what was read for the event before, and sets the clock to now. An operation that ends needs none. */
  readonly beginEvent?: () => void;
}
