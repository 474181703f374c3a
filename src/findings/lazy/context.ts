import type { Fact } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { ListFact } from '../kleene.ts';
import type { Census } from '../census.ts';
import type { FindingSettings } from '../settings.ts';
import type { EvaluationDepth, FindingSources } from '../sources.ts';
import type { KeptIndexes } from './everybody.ts';
import { factSlot, listSlot, Recorder, SlotMap } from './slot.ts';

/** What all subjects of one evaluation share: one clock, one set of sources, and each group read once. */
export interface EvaluationContext {
  readonly sources: FindingSources;
  readonly settings: FindingSettings;
  readonly asOf: Date;
  readonly depth: EvaluationDepth;
  readonly recorder: Recorder;
  /** Counts over everybody, by whoever evaluates everybody; null: nobody counts. */
  readonly census: Census | null;
  /** Indexes over everybody that need not be made; null: none. */
  readonly indexes: KeptIndexes | null;
  readonly groups: SlotMap<Fact<Group>>;
  readonly groupParents: SlotMap<ListFact<Membership>>;
  readonly groupRoleAssignments: SlotMap<ListFact<RoleAssignment>>;
}

export function createContext(options: {
  readonly sources: FindingSources;
  readonly settings: FindingSettings;
  readonly asOf: Date;
  readonly depth: EvaluationDepth;
  readonly census?: Census;
  readonly indexes?: KeptIndexes;
}): EvaluationContext {
  const { sources, census = null, indexes = null } = options;
  const recorder = new Recorder();
  return {
    ...options,
    census,
    indexes,
    recorder,
    groups: new SlotMap((id) => factSlot(recorder, () => sources.group(id))),
    groupParents: new SlotMap((id) => listSlot(recorder, () => sources.groupParents(id))),
    groupRoleAssignments: new SlotMap((id) => listSlot(recorder, () => sources.groupRoleAssignments(id))),
  };
}
