import { compareText } from '../model/compare-text.ts';
import type { User } from '../model/user.ts';
import type { AccountKeys } from './account-keys.ts';
import { candidates } from './candidates.ts';
import { type AccountCoverage, Correlation } from './correlation.ts';
import { anchorOf, describeIdentity, membersOf } from './describe-identity.ts';
import { describeMatch } from './describe-match.ts';
import { anchorOfId, identityId } from './identity-id.ts';
import type { Identity, PrimaryMatch } from './identity.ts';
import type { Level } from './levels.ts';
import type { AccountRef, ManualLink } from './manual-link.ts';
import type { RecycleDoubt } from './outcome.ts';
import type { CorrelationSettings } from './settings.ts';
import { Suggestions } from './suggest.ts';

export interface DirectoryAccounts extends AccountCoverage {
  readonly key: string;
  readonly isPrimary: boolean;
  readonly users: readonly User[];
}

/** Everything that a correlation answers from. */
export interface CorrelationInput {
  readonly directories: readonly DirectoryAccounts[];
  readonly settings: CorrelationSettings;
  readonly links: readonly ManualLink[];
}

/** Correlates accounts as they are given, once. Of several primary directories the first one counts. */
export function correlate({ directories, settings, links }: CorrelationInput): Identities {
  const primary = directories.find(({ isPrimary }) => isPrimary)?.key ?? null;
  const correlation = new Correlation(settings, primary);
  for (const { key, isPrimary: _, users, ...coverage } of directories) {
    correlation.replaceDirectory(key, users, coverage);
  }
  correlation.setLinks(links);
  return new Identities(correlation);
}

/** Ids of identities. */
interface Leads {
  readonly bySourceId: ReadonlySet<string>;
  readonly byEmail: ReadonlySet<string>;
}

export interface IdentityPage {
  readonly identities: readonly Identity[];
  readonly hasNextPage: boolean;
  /** Null: not counted, since only some are asked for. */
  readonly total: number | null;
}

/** Questions to a correlation. Each is answered from what the correlation holds at that moment. */
export class Identities {
  readonly #correlation: Correlation;
  readonly #suggestions: Suggestions;
  #anchors: { readonly version: number; readonly slots: readonly number[] } | null = null;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
    this.#suggestions = new Suggestions(correlation);
  }

  /** An account's counterpart in the primary directory; null: no such account is held. */
  matchOf(ref: AccountRef, asOf: Date): PrimaryMatch | null {
    const slot = this.#slotOf(ref);
    return slot === undefined ? null : describeMatch(this.#correlation, this.#suggestions, slot, asOf);
  }

  /** Key of the directory that says who belongs; null: there is none. */
  get primary(): string | null {
    return this.#correlation.ground.primary;
  }

  /** How well each directory is known, by its key. */
  get coverage(): ReadonlyMap<string, AccountCoverage> {
    return this.#correlation.coverage;
  }

  /** By what an account can be tied to another, in the form in which it is compared; null: no such account. */
  keysOf(ref: AccountRef): AccountKeys | null {
    const slot = this.#slotOf(ref);
    return slot === undefined ? null : this.#correlation.ground.keys(slot);
  }

  /**
   * The primary people to whom the id that another system gave an account leads, and those to whom its mail address does, each by the
   * id of an identity: for `identity::external_id_conflict`. Null: no such account.
   */
  leadsOf(ref: AccountRef): Leads | null {
    const slot = this.#slotOf(ref);
    if (slot === undefined) return null;
    const { ground, people } = this.#correlation;
    const to = (...levels: readonly Level[]): ReadonlySet<string> =>
      new Set(
        levels
          .flatMap((level) => candidates(ground, slot, level))
          .map((found) => identityId(ground.user(people.anchor(found)))),
      );
    return { bySourceId: to(1), byEmail: to(3, 5) };
  }

  /**
   * Whether the address by which an account is matched was probably handed on to somebody else: for
   * `identity::possible_recycled_identifier`. SUSPECTED takes the match away (veto RECYCLED_ADDRESS). Null: no such account, no match,
   * or the dates of its directory say nothing.
   */
  recycleDoubtOf(ref: AccountRef): RecycleDoubt | null {
    const slot = this.#slotOf(ref);
    if (slot === undefined) return null;
    const { matches } = this.#correlation;
    const own = matches.beforeDoubt(slot);
    return own.kind !== 'MATCHED' || matches.isMigrated(ref.directory) ? null : own.recycle;
  }

  /** The identity to which an account belongs; null: no such account is held. */
  identityOf(ref: AccountRef): Identity | null {
    const slot = this.#slotOf(ref);
    return slot === undefined ? null : describeIdentity(this.#correlation, this.#suggestions, slot);
  }

  /** The identity that an id names, or the one to which its account belongs by now; null: there is none. */
  byId(id: string): Identity | null {
    const anchor = anchorOfId(id);
    return anchor === null ? null : this.identityOf(anchor);
  }

  /** How many identities there are. */
  get count(): number {
    return this.#sortedAnchors().length;
  }

  /**
   * The identities after one, those with a primary account first, then by the directory and external id of their anchors. `after` is the
   * id of the last one that was given; it need not exist any more. With `within`, those that have an account of which it holds.
   * @throws {RangeError} when `after` is no id of an identity.
   */
  page(first: number, after: string | null, within: ((user: User) => boolean) | null = null): IdentityPage {
    const anchors = this.#sortedAnchors();
    const start = after === null ? 0 : this.#placeAfter(anchors, after);
    const found =
      within === null
        ? anchors.slice(start, start + first + 1)
        : this.#some(anchors, start, first + 1, within);
    return {
      identities: found
        .slice(0, first)
        .map((slot) => describeIdentity(this.#correlation, this.#suggestions, slot)),
      hasNextPage: found.length > first,
      total: within === null ? anchors.length : null,
    };
  }

  #some(
    anchors: readonly number[],
    start: number,
    most: number,
    within: (user: User) => boolean,
  ): readonly number[] {
    const found: number[] = [];
    const { ground } = this.#correlation;
    for (let at = start; at < anchors.length && found.length < most; at += 1) {
      const anchor = anchors[at];
      if (anchor === undefined) break;
      if (membersOf(this.#correlation, anchor).some((slot) => within(ground.user(slot)))) found.push(anchor);
    }
    return found;
  }

  #slotOf(ref: AccountRef): number | undefined {
    this.#correlation.settle();
    return this.#correlation.ground.slotOf(ref);
  }

  #sortedAnchors(): readonly number[] {
    const correlation = this.#correlation;
    correlation.settle();
    if (this.#anchors?.version === correlation.version) return this.#anchors.slots;
    const { ground } = correlation;
    const byDirectory = [...ground.directories].toSorted((one, other) =>
      this.#compareDirectories(one, other),
    );
    const slots = byDirectory.flatMap((directory) =>
      [...ground.slotsOf(directory)]
        .filter(([, slot]) => anchorOf(correlation, slot) === slot)
        .toSorted(([one], [other]) => compareText(one, other))
        .map(([, slot]) => slot),
    );
    this.#anchors = { version: correlation.version, slots };
    return slots;
  }

  #placeAfter(anchors: readonly number[], id: string): number {
    const after = anchorOfId(id);
    if (after === null) {
      throw new RangeError(`Expected the id of an identity to go on after, received "${id.slice(0, 64)}".`);
    }
    const { ground } = this.#correlation;
    let [low, high] = [0, anchors.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = anchors[middle];
      if (slot !== undefined && this.#compare(ground.user(slot), after) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(one: AccountRef, other: AccountRef): number {
    return (
      this.#compareDirectories(one.directory, other.directory) ||
      compareText(one.externalId, other.externalId)
    );
  }

  #compareDirectories(one: string, other: string): number {
    const { primary } = this.#correlation.ground;
    const rank = (directory: string): number => (directory === primary ? 0 : 1);
    return rank(one) - rank(other) || compareText(one, other);
  }
}
