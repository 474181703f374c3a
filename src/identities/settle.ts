import type { Node, SharedKey } from './cluster-keys.ts';
import type { Ground } from './ground.ts';
import { lastStrongLevel, type Level } from './levels.ts';
import { contradicts, holdsTwoOfOneDirectory } from './contradiction.ts';

/**
 * Groups accounts that no primary account anchors, by the keys that they share, so that nobody is linked with somebody else:
 *
 * 1. Accounts that hold one value are tied; what hangs together by ties is a group.
 * 2. A group that holds a contradiction (see `contradicts`) is not one person. Values that two people of one directory hold are
 *    set aside first: they tell nobody apart. If the contradiction stays, the weakest ties are set aside, key by key, until
 *    what is left of the group holds none. Only what the operator said is left in the end.
 * 3. Ties by weak keys do not add up: beyond the keys up to a sign-in name, somebody in the group must be tied to each part of it.
 *
 * Every step looks at the whole group, so that neither the order of accounts nor that of directories matters.
 */
export function settle(
  ground: Ground,
  nodes: readonly Node[],
  keys: readonly SharedKey[],
  top: Level,
): readonly (readonly number[])[] {
  const groups: (readonly number[])[] = [];
  const split = (members: readonly number[], shared: readonly SharedKey[], level: Level): void => {
    const ties = atLevel(shared, level);
    for (const group of connected(members, ties)) {
      if (group.length === 1) {
        groups.push(group);
        continue;
      }
      const own = within(group, shared);
      if (!isContradictory(ground, nodes, group, own, level)) {
        groups.push(group);
        continue;
      }
      const telling = own.filter((key) => !isSharedByTwo(ground, nodes, key, level));
      if (telling.length < own.length) split(group, telling, level);
      else if (level > 0) split(group, own, weaker(level));
      else groups.push(...group.map((node) => [node]));
    }
  };
  split(
    nodes.map((_, node) => node),
    keys,
    top,
  );
  return groups.map((group) => group.map((node) => slotOf(nodes, node)));
}

function isContradictory(
  ground: Ground,
  nodes: readonly Node[],
  group: readonly number[],
  shared: readonly SharedKey[],
  level: Level,
): boolean {
  // Nothing contradicts an operator.
  if (level === 0) return false;
  const certain = connected(group, atLevel(shared, level < 2 ? level : 2));
  const parts = certain.map((part) => part.map((node) => slotOf(nodes, node)));
  return contradicts(ground, parts) || !hangsTogether(group, shared, level);
}

/** Whether one part, held together by strong keys, is tied to each of the others. */
function hangsTogether(group: readonly number[], shared: readonly SharedKey[], level: Level): boolean {
  if (level <= lastStrongLevel) return true;
  const parts = connected(group, atLevel(shared, lastStrongLevel));
  if (parts.length <= 2) return true;
  const partOf = new Map(parts.flatMap((part, index) => part.map((node) => [node, index] as const)));
  const reached = parts.map(() => new Set<number>());
  for (const ties of atLevel(shared, level)) {
    const tied = new Set(ties.map((node) => partOf.get(node) ?? -1));
    for (const part of tied) for (const other of tied) reached[part]?.add(other);
  }
  return reached.some(({ size }) => size === parts.length);
}

/** Whether two people of one directory hold a value. */
function isSharedByTwo(
  ground: Ground,
  nodes: readonly Node[],
  { holders }: SharedKey,
  level: Level,
): boolean {
  const slots = holders
    .filter((holder) => holder.level <= level && holder.level > 0)
    .map(({ node }) => slotOf(nodes, node));
  return holdsTwoOfOneDirectory(ground, slots);
}

/** Who is tied by each value, as far as they hold it strongly enough. */
function atLevel(shared: readonly SharedKey[], level: Level): readonly (readonly number[])[] {
  return shared
    .map(({ holders }) => holders.filter((holder) => holder.level <= level).map(({ node }) => node))
    .filter(({ length }) => length > 1);
}

function within(group: readonly number[], shared: readonly SharedKey[]): readonly SharedKey[] {
  const members = new Set(group);
  return shared
    .map(({ holders }) => ({ holders: holders.filter(({ node }) => members.has(node)) }))
    .filter(({ holders }) => holders.length > 1);
}

function connected(members: readonly number[], ties: readonly (readonly number[])[]): readonly number[][] {
  const above = new Map(members.map((member) => [member, member]));
  const rootOf = (member: number): number => {
    let root = member;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    above.set(member, root);
    return root;
  };
  for (const tied of ties) {
    const [first] = tied;
    if (first === undefined) continue;
    for (const member of tied) above.set(rootOf(member), rootOf(first));
  }
  const groups = new Map<number, number[]>();
  for (const member of members) {
    const root = rootOf(member);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

const below: Readonly<Record<Level, Level>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6 };

function weaker(level: Level): Level {
  return below[level];
}

function slotOf(nodes: readonly Node[], node: number): number {
  const found = nodes[node];
  if (found === undefined)
    throw new RangeError(`There are ${nodes.length} accounts, and none is number ${node}.`);
  return found.slot;
}
