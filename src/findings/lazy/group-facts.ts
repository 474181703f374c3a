import type { Fact } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { DirectoryFacts, Grant, GroupFacts } from '../facts.ts';
import type { ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import { listOf } from './context.ts';
import type { LazyDirectoryFacts } from './directory-facts.ts';
import { grantsOfGroup } from './grants.ts';
import { factSlot, listSlot, type Slot } from './slot.ts';

export class LazyGroupFacts implements GroupFacts {
  readonly directory: DirectoryFacts;
  readonly group: Group;
  readonly #context: EvaluationContext;
  readonly #lazyDirectory: LazyDirectoryFacts;
  readonly #grants: Slot<ListFact<Grant>>;
  readonly #totalMembers: Slot<Fact<number>>;

  constructor(group: Group, directory: LazyDirectoryFacts, context: EvaluationContext) {
    this.group = group;
    this.directory = directory;
    this.#lazyDirectory = directory;
    this.#context = context;
    this.#grants = listSlot(context.recorder, async () =>
      grantsOfGroup(group.externalId, context, await directory.roleSlot.loaded()),
    );
    this.#totalMembers = factSlot(context.recorder, () =>
      context.sources.groupTotalMembers(group.externalId),
    );
  }

  get grants(): ListFact<Grant> {
    return this.#grants.value;
  }

  get parents(): ListFact<Membership> {
    return this.#context.groupParents.at(this.group.externalId).value;
  }

  get children(): ListFact<Group> {
    const { byParent } = this.#lazyDirectory.nestingSlot.value;
    const list = this.#lazyDirectory.nestingSlot.value.list;
    return listOf(byParent.get(this.group.externalId) ?? [], list);
  }

  get totalMembers(): Fact<number> {
    return this.#totalMembers.value;
  }

  get sameName(): ListFact<Group> {
    const groups = this.#lazyDirectory.groupSlot.value;
    const name = this.group.name.trim().toLowerCase();
    return listOf(
      groups.rows.filter(
        (other) => other.externalId !== this.group.externalId && other.name.trim().toLowerCase() === name,
      ),
      groups,
    );
  }
}
