import { onceFor } from '../../model/once-for.ts';
import type { Fact } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { Owner } from '../../model/owner.ts';
import type { DirectoryFacts, Grant, GroupFacts } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import type { LazyDirectoryFacts } from './directory-facts.ts';
import { grantsOfGroup } from './grants.ts';
import { factSlot, incomplete, listSlot, type Slot } from './slot.ts';

export class LazyGroupFacts implements GroupFacts {
  readonly directory: DirectoryFacts;
  readonly group: Group;
  readonly #context: EvaluationContext;
  readonly #lazyDirectory: LazyDirectoryFacts;
  readonly #grants: Slot<ListFact<Grant>>;
  readonly #totalMembers: Slot<Fact<number>>;
  readonly #owners: Slot<ListFact<Owner>>;

  constructor(group: Group, directory: LazyDirectoryFacts, context: EvaluationContext) {
    this.group = group;
    this.directory = directory;
    this.#lazyDirectory = directory;
    this.#context = context;
    this.#grants = listSlot(context.recorder, async () =>
      grantsOfGroup(group.externalId, context, await directory.roleSlot.loaded()),
    );
    this.#owners = listSlot<Owner>(
      context.recorder,
      async () =>
        (await context.sources.groupOwners?.(group.externalId, group.listedOwners)) ??
        incomplete('UNSUPPORTED'),
    );
    this.#totalMembers = factSlot(context.recorder, () =>
      context.sources.groupTotalMembers(group.externalId),
    );
  }

  get grants(): ListFact<Grant> {
    return this.#grants.value;
  }

  get owners(): ListFact<Owner> {
    return this.#owners.value;
  }

  get parents(): ListFact<Membership> {
    return this.#context.groupParents.at(this.group.externalId).value;
  }

  get children(): ListFact<Group> {
    const { byParent, list } = this.#lazyDirectory.nesting;
    return listOf(byParent.get(this.group.externalId) ?? [], list);
  }

  get totalMembers(): Fact<number> {
    return this.#totalMembers.value;
  }

  get sameName(): ListFact<Group> {
    const groups = this.#lazyDirectory.groupRows;
    const same = byName(groups.rows).get(folded(this.group)) ?? [];
    return listOf(
      same.filter((other) => other.externalId !== this.group.externalId),
      groups,
    );
  }
}

/** Composed letters, lower case, no blanks around: names that people take for the same. */
function folded({ name }: Group): string {
  return name.normalize('NFC').trim().toLowerCase();
}

const byName = onceFor((groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> => {
  const index = new Map<string, Group[]>();
  for (const group of groups) {
    const name = folded(group);
    const before = index.get(name);
    if (before === undefined) index.set(name, [group]);
    else before.push(group);
  }
  return index;
});
