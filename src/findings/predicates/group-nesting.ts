import { onceFor } from '../../model/once-for.ts';
import type { DirectoryFacts, GroupFacts } from '../facts.ts';
import { any, findingReason, undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';

type Ask = (groupId: string, of: (group: GroupFacts) => Truth) => Truth;

/** Asks groups by their id. The list of all groups is only read when the first one is asked. */
function asking(directory: DirectoryFacts): Ask {
  return (groupId, of) => {
    const list = directory.everyGroup;
    const found = byId(list.rows).get(groupId);
    return found === undefined ? undecided(findingReason(list.reason ?? 'NOT_FOUND')) : of(found);
  };
}

const byId = onceFor(
  (rows: readonly GroupFacts[]) => new Map(rows.map((facts) => [facts.group.externalId, facts])),
);

/** Whether the way up from a group leads back to it. */
export function isInNestingCycle(facts: GroupFacts): Truth {
  const self = facts.group.externalId;
  const seen = new Set([self]);
  const ask = asking(facts.directory);
  const climb = (from: GroupFacts): Truth =>
    any(from.parents, ({ groupId }) => {
      if (groupId === self) return true;
      if (seen.has(groupId)) return false;
      seen.add(groupId);
      return ask(groupId, climb);
    });
  return climb(facts);
}

/** Whether more than `limit` groups lie above one another, counted from this one upwards. */
export function isNestedDeeperThan(facts: GroupFacts, limit: number): Truth {
  const ask = asking(facts.directory);
  const climb = (from: GroupFacts, left: number, below: readonly string[]): Truth =>
    any(from.parents, ({ groupId }) => {
      if (below.includes(groupId)) return false;
      if (left === 0) return true;
      return ask(groupId, (parent) => climb(parent, left - 1, [...below, groupId]));
    });
  return climb(facts, limit, [facts.group.externalId]);
}
