import type { GatewayContext } from '../../graphql/context.ts';
import type { Expected } from './expected.ts';
import type { PlanStep } from './plan.ts';
import type { Reads } from './reads.ts';

/** One field that is asked for, with what is known before it is. */
export interface PlannedField {
  /** The objects that it is asked of; of an outermost field: none. */
  readonly parents: readonly Expected[];
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether a field of this name is selected directly below it. */
  readonly selects: (field: string) => boolean;
  readonly context: GatewayContext;
  readonly reads: Reads;
}

export interface FieldPlan {
  readonly steps: readonly Omit<PlanStep, 'path'>[];
  /** The objects that it leads to; left out: as many as its type makes likely, of the directories of its parents. */
  readonly rows?: readonly Expected[];
}

/** How one field would be answered. */
export type FieldPlanner = (field: PlannedField) => FieldPlan;
