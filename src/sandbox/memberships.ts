import type { Predicate } from './filter/evaluate-filter.ts';
import { predicateOf } from './filter/evaluate-filter.ts';
import { parseFilter } from './filter/parse-filter.ts';
import type { Row, Rows, Tenant } from './tenant.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** Who is in which group: directly, by nesting (through several parents too), or by a group's `userFilter`. */
export class Memberships {
  readonly #tenant: Tenant;
  readonly #version: () => number;
  readonly #predicates = new Map<string, Predicate>();
  #cachedAt = -1;
  readonly #effective = new Map<string, ReadonlySet<string>>();
  readonly #children = new Map<string, string[]>();

  /** `version` changes with every write: what was computed before is then forgotten. */
  constructor(tenant: Tenant, version: () => number) {
    this.#tenant = tenant;
    this.#version = version;
  }

  direct(groupId: string): ReadonlySet<string> {
    return this.#tenant.groupMembers.get(groupId) ?? NOBODY;
  }

  /** Direct, dynamic and nested members, each once. */
  effective(groupId: string): ReadonlySet<string> {
    this.#refresh();
    const known = this.#effective.get(groupId);
    if (known !== undefined) return known;
    const members = new Set<string>();
    for (const id of this.#withDescendants(groupId)) {
      for (const userId of this.direct(id)) members.add(userId);
      const predicate = this.#dynamicFilterOf(id);
      if (predicate === undefined) continue;
      for (const user of this.#rows('users').values()) if (predicate(user)) members.add(user.id);
    }
    this.#effective.set(groupId, members);
    return members;
  }

  /** The groups of a user with how it came into each. A dynamic membership is INDIRECT, as one through nesting. */
  groupsOf(user: Row): Map<string, 'DIRECT' | 'INDIRECT'> {
    const found = new Map<string, 'DIRECT' | 'INDIRECT'>();
    for (const id of this.#tenant.userGroups.get(user.id) ?? []) found.set(id, 'DIRECT');
    for (const group of this.#rows('groups').values()) {
      if (typeof group['userFilter'] !== 'string' || found.has(group.id)) continue;
      if (this.#dynamicFilterOf(group.id)?.(user) === true) found.set(group.id, 'INDIRECT');
    }
    // A map grows while it is walked: parents of parents are met too, and a ring ends by itself.
    for (const id of found.keys()) {
      for (const parent of this.#tenant.groupParents.get(id) ?? []) {
        if (!found.has(parent)) found.set(parent, 'INDIRECT');
      }
    }
    return found;
  }

  #withDescendants(groupId: string): Set<string> {
    const met = new Set([groupId]);
    for (const id of met) for (const child of this.#children.get(id) ?? []) met.add(child);
    return met;
  }

  #dynamicFilterOf(groupId: string): Predicate | undefined {
    const text = this.#rows('groups').get(groupId)?.['userFilter'];
    if (typeof text !== 'string' || text === '') return undefined;
    let predicate = this.#predicates.get(text);
    if (predicate === undefined) {
      predicate = predicateOf(parseFilter(text));
      this.#predicates.set(text, predicate);
    }
    return predicate;
  }

  #refresh(): void {
    const version = this.#version();
    if (version === this.#cachedAt) return;
    this.#cachedAt = version;
    this.#effective.clear();
    this.#children.clear();
    for (const [child, parents] of this.#tenant.groupParents) {
      for (const parent of parents) {
        const children = this.#children.get(parent);
        if (children === undefined) this.#children.set(parent, [child]);
        else children.push(child);
      }
    }
  }

  #rows(name: string): Rows {
    return this.#tenant.collections.get(name) ?? new Map<string, Row>();
  }
}
