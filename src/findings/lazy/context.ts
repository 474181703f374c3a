import type { UnknownReason } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { Fact } from '../../model/fact.ts';
import type { ListFact } from '../kleene.ts';
import type { FindingSettings } from '../settings.ts';
import type { EvaluationDepth, FindingSources } from '../sources.ts';
import { factSlot, listSlot, Recorder, SlotMap } from './slot.ts';

/** What all subjects of one evaluation share: one clock, one set of sources, and each group read once. */
export interface EvaluationContext {
  readonly sources: FindingSources;
  readonly settings: FindingSettings;
  readonly asOf: Date;
  readonly depth: EvaluationDepth;
  readonly recorder: Recorder;
  readonly groups: SlotMap<Fact<Group>>;
  readonly groupParents: SlotMap<ListFact<Membership>>;
  readonly groupRoleAssignments: SlotMap<ListFact<RoleAssignment>>;
}

export function createContext(options: {
  readonly sources: FindingSources;
  readonly settings: FindingSettings;
  readonly asOf: Date;
  readonly depth: EvaluationDepth;
}): EvaluationContext {
  const { sources } = options;
  const recorder = new Recorder();
  return {
    ...options,
    recorder,
    groups: new SlotMap((id) => factSlot(recorder, () => sources.group(id))),
    groupParents: new SlotMap((id) => listSlot(recorder, () => sources.groupParents(id))),
    groupRoleAssignments: new SlotMap((id) => listSlot(recorder, () => sources.groupRoleAssignments(id))),
  };
}

/** The reason to give for several lists together: the first that is not complete. */
export function firstGap(lists: readonly ListFact<unknown>[]): UnknownReason | null {
  const gap = lists.find((list) => !list.complete);
  return gap === undefined ? null : (gap.reason ?? 'PARTIAL');
}

/** The same rows under the completeness of everything that they were made from. */
export function listOf<T>(rows: readonly T[], ...from: readonly ListFact<unknown>[]): ListFact<T> {
  const reason = firstGap(from);
  return { rows, complete: reason === null, reason };
}
