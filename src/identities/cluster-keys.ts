import type { Ground } from './ground.ts';
import { addressesOf, addressLevel } from './key-index.ts';
import type { Level } from './levels.ts';
import { isUnlikelyTwice } from './record-keys.ts';

/** An account among those that may be linked with each other. */
export interface Node {
  readonly slot: number;
  /** Whether its keys count; otherwise only what an operator said of it does. */
  readonly keyed: boolean;
}

interface Holder {
  /** Place among the nodes. */
  readonly node: number;
  readonly level: Level;
}

/** A value that several nodes hold. Any two of them are tied by it, as strongly as the weaker of their holds. */
export interface SharedKey {
  readonly holders: readonly Holder[];
}

/** The values that tie nodes to each other. */
export function sharedKeys(ground: Ground, nodes: readonly Node[]): readonly SharedKey[] {
  const shared = new Map<string, Holder[]>();
  const hold = (value: string, node: number, level: Level): void => {
    const holders = shared.get(value);
    if (holders === undefined) shared.set(value, [{ node, level }]);
    else holders.push({ node, level });
  };
  nodes.forEach(({ slot, keyed }, node) => {
    const mates = ground.mates(slot);
    if (mates.length > 1) hold(`mates ${Math.min(...mates)}`, node, 0);
    if (!keyed) return;
    const { own, source } = ground.keys(slot);
    if (own !== null && ground.elsewhere.source.count(own) <= ground.settings.crowdSize) {
      hold(`id ${own}`, node, 1);
    }
    if (
      source !== null &&
      source !== own &&
      ground.elsewhere.source.count(source) <= ground.settings.crowdSize
    )
      hold(`id ${source}`, node, 1);
    for (const [value, level] of otherValues(ground, slot)) hold(value, node, level);
  });
  return [...shared]
    .filter(([value, { length }]) => length > 1 && tellsPeopleApart(ground, value))
    .map(([, holders]) => ({ holders }));
}

/** The same for accounts of the primary directory, where only an employee number shows that several are one person's. */
export function sharedPersonKeys(ground: Ground, slots: readonly number[]): readonly SharedKey[] {
  const shared = new Map<string, Holder[]>();
  slots.forEach((slot, node) => {
    const mates = ground.mates(slot);
    const employee = ground.employee(slot);
    const values: (readonly [string, Level])[] = [];
    if (mates.length > 1) values.push([`mates ${Math.min(...mates)}`, 0]);
    if (employee !== null) values.push([`number ${employee}`, 2]);
    for (const [value, level] of values) shared.set(value, [...(shared.get(value) ?? []), { node, level }]);
  });
  return [...shared.values()].filter(({ length }) => length > 1).map((holders) => ({ holders }));
}

/** How two accounts are tied most strongly by what both hold; null: by nothing. */
export function strongestTie(ground: Ground, nodes: readonly Node[], node: number): Level | null {
  let strongest: Level | null = null;
  for (const { holders } of sharedKeys(ground, nodes)) {
    const own = holders.find((holder) => holder.node === node);
    if (own === undefined) continue;
    for (const other of holders) {
      if (other.node === node) continue;
      const level = other.level > own.level ? other.level : own.level;
      if (strongest === null || level < strongest) strongest = level;
    }
  }
  return strongest;
}

function otherValues(ground: Ground, slot: number): readonly (readonly [string, Level])[] {
  const keys = ground.keys(slot);
  const values: (readonly [string, Level])[] = [];
  const employee = ground.employee(slot);
  if (employee !== null) values.push([`number ${employee}`, 2]);
  // A machine often has the mailbox of whoever set it up: that ties it to other machines only.
  const of = keys.isService ? 'machine' : 'mail';
  for (const address of addressesOf(keys)) {
    if (ground.elsewhere.address.count(address) <= ground.settings.crowdSize)
      values.push([`${of} ${address}`, addressLevel(keys, address)]);
  }
  return values;
}

/** An id ties those who carry it to the one who owns it, or to each other where it is surely the id of one account. */
function tellsPeopleApart(ground: Ground, value: string): boolean {
  if (!value.startsWith('id ')) return true;
  const id = value.slice(3);
  // Whether others own it as well does not depend on whom this group happens to hold.
  const owned = ground.otherOwners(id).length;
  return owned === 1 || (owned === 0 && isUnlikelyTwice(id));
}

/** Slots in the order in which accounts are told. */
export function inOrder(ground: Ground, slots: readonly number[]): readonly number[] {
  return slots.toSorted(ground.compare);
}
