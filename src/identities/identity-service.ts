import type { Directory } from '../directory/directory.ts';
import { messageOf, reasonOf } from '../directory/fact-of.ts';
import { onceFor } from '../model/once-for.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { type Settled, together } from '../directory/together.ts';
import { unknownTo } from '../directory/snapshot/own-scope.ts';
import type { Coverage, CoverageSource, Listing } from '../model/coverage.ts';
import type { User } from '../model/user.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { type AccountCoverage, Correlation } from './correlation.ts';
import { Identities, type IdentityPage } from './identities.ts';
import type { Identity, PrimaryMatch } from './identity.ts';
import type { AccountRef, IdentityLinkStore, ManualLink } from './manual-link.ts';
import { type CorrelationSettings, defaultCorrelationSettings } from './settings.ts';

export interface IdentityServiceOptions {
  readonly directories: readonly Directory[];
  readonly links: IdentityLinkStore;
  readonly settings?: Partial<CorrelationSettings>;
  /** Age from which the operators' links are read anew, in milliseconds: another gateway may have written some. Default 5,000. */
  readonly linksTimeToLiveMs?: number;
}

/** Of a directory whose sweep was never taken. */
const unread: AccountCoverage = {
  complete: false,
  reason: 'NOT_REQUESTED',
  message: 'It has not been read yet.',
  takenAt: null,
};

/** Identities, and how much of each directory they rest on. */
export interface CoveredPage extends IdentityPage {
  readonly coverage: Coverage;
}

/**
 * Who is who in this process: one correlation over the newest sweep of every directory. A question takes in what is newer than what is
 * held, which costs as much as has changed; users that an action changed are taken in at once. A directory without a sweep is named
 * in the coverage, and leaves the others' accounts as they are.
 */
export class IdentityService {
  readonly #directories: readonly Directory[];
  readonly #store: IdentityLinkStore;
  readonly #linksTimeToLiveMs: number;
  readonly #correlation: Correlation;
  readonly #identities: Identities;
  /** By directory, the list of users that the correlation holds. */
  readonly #held = new Map<string, Listing<User>>();
  readonly #stopListening: readonly (() => void)[];
  #links: Promise<readonly ManualLink[]> | null = null;
  #linksReadAt = 0;

  /** @throws {SyntaxError} when a pattern of service accounts is no regular expression. */
  constructor({ directories, links, settings = {}, linksTimeToLiveMs = 5_000 }: IdentityServiceOptions) {
    const primary = directories.find(({ isPrimary }) => isPrimary)?.key ?? null;
    this.#directories = directories;
    this.#store = links;
    this.#linksTimeToLiveMs = linksTimeToLiveMs;
    this.#correlation = new Correlation({ ...defaultCorrelationSettings, ...settings }, primary);
    this.#identities = new Identities(this.#correlation);
    for (const { key } of directories) this.#correlation.setCoverage(key, unread);
    this.#stopListening = directories.map((directory) =>
      directory.sweeper.onUserChanged((user, before) => this.#changed(directory, user, before)),
    );
  }

  /**
   * Takes in the newest sweeps, taking those that are missing. Asked any number of times for one request, it is done once.
   * A directory that fails or keeps the others waiting is left as it was.
   * @throws whatever the store of links throws, as long as it has never been read: without them people may be mixed up.
   */
  readonly refresh: (scope: RequestScope) => Promise<Coverage> = onceFor((scope) =>
    this.#refresh(scope, this.#directories),
  );

  /**
   * The same for some directories only: what is held of the others stays. @param slackMs how long one that answers slowly is waited for
   * after the others are done; default: for as long as it takes.
   */
  async refreshOf(
    keys: readonly string[],
    scope: RequestScope,
    slackMs = Number.POSITIVE_INFINITY,
  ): Promise<Identities> {
    await this.#refresh(
      scope,
      this.#directories.filter(({ key }) => keys.includes(key)),
      slackMs,
    );
    return this.#identities;
  }

  /** Takes in the sweeps that there are, without asking any directory. @throws whatever `refresh` does. */
  async takeIn(): Promise<Identities> {
    for (const { key, sweeper } of this.#directories) {
      if (sweeper.current !== null) this.#hold(key, sweeper.current);
    }
    this.#correlation.setLinks(await this.#readLinks());
    return this.#identities;
  }

  /** Keys of all directories, in the order of the configuration. */
  get directories(): readonly string[] {
    return this.#directories.map(({ key }) => key);
  }

  /**
   * What answers about accounts of these directories rest on: as long as each member is the same as before, so are the answers, but for
   * their age.
   */
  basisOf(keys: readonly string[]): readonly unknown[] {
    const { coverage } = this.#identities;
    const held = keys.map((key) => this.#held.get(key) ?? coverage.get(key)?.reason ?? null);
    return [this.#correlation.ground.links, ...held];
  }

  /** The identity to which an account belongs; null: the directory's sweep has no such account. */
  async identityOf(ref: AccountRef, scope: RequestScope): Promise<Identity | null> {
    await this.refresh(scope);
    return this.#identities.identityOf(ref);
  }

  /** The identity that an id names; null: there is none. */
  async byId(id: string, scope: RequestScope): Promise<Identity | null> {
    await this.refresh(scope);
    return this.#identities.byId(id);
  }

  /** An account's counterpart in the primary directory; null: the directory's sweep has no such account. */
  async matchOf(ref: AccountRef, scope: RequestScope): Promise<PrimaryMatch | null> {
    await this.refresh(scope);
    return this.#identities.matchOf(ref, scope.asOf);
  }

  /**
   * The identities after one, and what they rest on; with `within`, those that have an account of which it holds.
   * @throws {RangeError} when `after` is no id of an identity.
   */
  async page(
    first: number,
    after: string | null,
    scope: RequestScope,
    within: ((user: User) => boolean) | null = null,
  ): Promise<CoveredPage> {
    const coverage = await this.refresh(scope);
    return { ...this.#identities.page(first, after, within), coverage };
  }

  /** What is known now, without asking any directory: for whoever has awaited `refresh` and asks many questions. */
  get current(): Identities {
    return this.#identities;
  }

  /** To be called when an operator's link was written or taken back: the next question reads them anew. */
  linksChanged(): void {
    // What was said before is not to be gone by any more, even where the new cannot be read.
    this.#links = null;
    this.#linksReadAt = 0;
  }

  /** Stops listening to the directories. */
  close(): void {
    for (const stop of this.#stopListening) stop();
  }

  async #refresh(
    scope: RequestScope,
    directories: readonly Directory[],
    slackMs = Number.POSITIVE_INFINITY,
  ): Promise<Coverage> {
    const sweeps = together(
      directories.map(({ key, sweeper, provider }) => ({
        directory: key,
        silence: () => provider.rateLimit,
        read: () => sweeper.read(scope.knows?.(key) === false ? unknownTo(scope) : scope),
      })),
      // A first sweep takes as long as a directory is large: only one that does not answer is left behind.
      { slackMs },
    );
    const [settled, links] = await Promise.all([sweeps, this.#readLinks()]);
    const sources = settled.map((end, index) => this.#takeIn(directories[index], end));
    this.#correlation.setLinks(links);
    await this.#prepare();
    const complete = sources.every(({ state }) => state === 'COMPLETE');
    const checked = [...this.#held.values()].reduce((sum, { rows }) => sum + rows.length, 0);
    return { complete, checked, unknown: complete ? 0 : null, sources };
  }

  /** What an identity is described with, where accounts lie outside the primary directory: in turns, since it lists everybody. */
  async #prepare(): Promise<void> {
    const { ground, loose } = this.#correlation;
    if (ground.directories.some((directory) => directory !== ground.primary)) await loose.prepare();
  }

  #takeIn(directory: Directory | undefined, end: Settled<Sweep>): CoverageSource {
    const key = end.directory;
    // While others were waited for, a newer sweep may have come, or a user may have been changed.
    const sweep = directory?.sweeper.current ?? (end.ok ? end.value : null);
    if (sweep !== null) this.#hold(key, sweep);
    if (end.ok && sweep !== null) {
      const { complete, reason, message } = sweep.users;
      const state = complete ? 'COMPLETE' : 'PARTIAL';
      return { directory: key, state, reason, message, observedAt: sweep.takenAt };
    }
    const error: unknown = end.ok ? null : end.error;
    const failure = { reason: reasonOf(error), message: messageOf(error) };
    if (sweep === null) this.#correlation.setCoverage(key, { complete: false, ...failure, takenAt: null });
    return { directory: key, state: 'FAILED', ...failure, observedAt: sweep?.takenAt ?? null };
  }

  #hold(directory: string, { users, takenAt }: Sweep): void {
    if (this.#held.get(directory) === users) return;
    const { rows, complete, reason, message } = users;
    const signOnLagMs = this.#directories.find(({ key }) => key === directory)?.provider.signOnLagMs ?? 0;
    this.#correlation.replaceDirectory(directory, rows, { complete, reason, message, takenAt, signOnLagMs });
    this.#held.set(directory, users);
  }

  #changed({ key, sweeper }: Directory, user: User, before: Sweep): void {
    // A sweep that was not taken in yet brings the change along.
    if (this.#held.get(key) !== before.users) return;
    this.#correlation.replaceUser(user);
    if (sweeper.current !== null) this.#held.set(key, sweeper.current.users);
  }

  async #readLinks(): Promise<readonly ManualLink[]> {
    if (this.#links !== null && Date.now() - this.#linksReadAt < this.#linksTimeToLiveMs)
      return await this.#links;
    const before = this.#links;
    this.#linksReadAt = Date.now();
    const reading = this.#store.list().catch((error: unknown) => {
      this.#links = before;
      this.#linksReadAt = 0;
      if (before === null) throw error;
      return before;
    });
    this.#links = reading;
    return await reading;
  }
}
