import { type Change, Control, ExtendedRequest, type Filter, ModifyRequest, SearchRequest } from 'ldapts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { withFurtherValues } from './further-values.ts';
import { readRootDse, type RootDse } from './root-dse.ts';
import type { LdapSettings } from './settings.ts';
import { Entry } from './values/entry.ts';
import { present } from './values/filter.ts';
import type { LdapCall } from './wire/ldap-runner.ts';
import type { LdapUpstream } from './wire/ldap-upstream.ts';
import { accepted, type Found, type Search } from './search.ts';
import { searchInPages } from './search-in-pages.ts';
import { theOneAt } from './the-one.ts';
import type { Within } from './wire/wire-error.ts';

const SHOW_DELETED = '1.2.840.113556.1.4.417';
/** The server should give up when nobody waits any more; seconds. */
const LONGEST_SEARCH_S = 60;

/** Searches and changes of one directory. Every method throws `UpstreamError`. */
export class LdapApi {
  readonly settings: LdapSettings;
  readonly upstream: LdapUpstream;
  #rootDse: Promise<RootDse> | null = null;

  constructor(settings: LdapSettings, upstream: LdapUpstream) {
    this.settings = settings;
    this.upstream = upstream;
  }

  get directory(): string {
    return this.settings.key;
  }

  now(): Date {
    return new Date(this.upstream.clock.now());
  }

  /** What the server says of itself; asked once, and again as long as it shows nothing. */
  async rootDse(context: CallContext): Promise<RootDse> {
    const known = this.#rootDse;
    if (known !== null) {
      try {
        return await known;
      } catch {
        // Somebody else's read failed, perhaps only because they went away.
      }
    }
    const reading = readRootDse(this, context);
    this.#rootDse = reading;
    try {
      const root = await reading;
      if (!root.isShown) this.#forgetRootDse(reading);
      return root;
    } catch (error) {
      this.#forgetRootDse(reading);
      throw error;
    }
  }

  #forgetRootDse(reading: Promise<RootDse>): void {
    if (this.#rootDse === reading) this.#rootDse = null;
  }

  /**
   * Everything that fits, over all pages.
   * @throws {UpstreamError} `BAD_RESPONSE` when there is no such base: of what was looked for within it, that says nothing.
   */
  async search(search: Search, route: string, context: CallContext): Promise<Found> {
    const call: LdapCall = { method: 'GET', route, priority: 1 };
    const found = await searchInPages(this, search, call, context).catch(withoutBase);
    const entries: Entry[] = [];
    for (const entry of found.entries) entries.push(await withFurtherValues(this, entry, context));
    return { ...found, entries };
  }

  /**
   * The entry with this DN; null: there is none, or it does not fit the filter.
   * @throws {UpstreamError} `BAD_RESPONSE` when another one came.
   */
  async entry(
    dn: string,
    attributes: readonly string[],
    route: string,
    context: CallContext,
    { filter = present('objectClass'), showDeleted = false }: { filter?: Filter; showDeleted?: boolean } = {},
  ): Promise<Entry | null> {
    const call: LdapCall = { method: 'GET', route };
    const entries = await this.read(
      { base: dn, scope: 'base', filter, attributes, showDeleted },
      call,
      context,
    );
    const found = theOneAt(dn, entries, call, this, context);
    return found === null ? null : await withFurtherValues(this, found, context);
  }

  /** What a search answers at once, as it came; nothing for a base that is not there. */
  async read(search: Search, call: LdapCall, context: CallContext): Promise<readonly Entry[]> {
    try {
      const { entries } = await this.upstream.request(call, context, (connection, within) =>
        connection.request(this.searchRequest(search, within), within).then(accepted),
      );
      return entries.map((entry) => Entry.of(entry));
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }

  /** Changes an entry. It is sent once; the server's result code is the error's `providerCode`, by which the caller tells "already so". */
  async modify(dn: string, changes: readonly Change[], route: string, context: CallContext): Promise<void> {
    await this.#modify(dn, changes, { method: 'PUT', route }, context);
  }

  /** The same with a secret among the values: no error repeats what the server says of it. */
  async modifyWithSecret(
    dn: string,
    changes: readonly Change[],
    route: string,
    context: CallContext,
  ): Promise<void> {
    await this.#modify(dn, changes, { method: 'PUT', route, carriesSecret: true }, context);
  }

  /** An extended operation that answers nothing that is needed, with a secret in it: no error repeats what the server says. */
  async extendedWithSecret(oid: string, value: Buffer, route: string, context: CallContext): Promise<void> {
    const call: LdapCall = { method: 'PUT', route, carriesSecret: true };
    await this.upstream.request(call, context, (connection, within) =>
      connection.request(new ExtendedRequest({ messageId: 0, oid, value }), within).then(accepted),
    );
  }

  searchRequest(search: Search, within: Within, paging: Control | null = null): SearchRequest {
    const left = Math.ceil((within.deadline - this.upstream.clock.monotonic()) / 1_000);
    const controls = paging === null ? [] : [paging];
    if (search.showDeleted === true) controls.push(new Control(SHOW_DELETED, { critical: true }));
    return new SearchRequest({
      messageId: 0,
      baseDN: search.base,
      scope: search.scope,
      filter: search.filter,
      attributes: [...search.attributes],
      timeLimit: Math.max(1, Math.min(LONGEST_SEARCH_S, left)),
      controls,
    });
  }

  async #modify(dn: string, changes: readonly Change[], call: LdapCall, context: CallContext): Promise<void> {
    const request = (): ModifyRequest => new ModifyRequest({ messageId: 0, dn, changes: [...changes] });
    await this.upstream.request(call, context, (connection, within) =>
      connection.request(request(), within).then(accepted),
    );
  }
}

/** A search finds entries or none; only without its base it answers that there is no such entry (RFC 4511, section 4.5.2). */
function withoutBase(error: unknown): never {
  if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
  throw new UpstreamError({
    ...error.facts,
    code: 'BAD_RESPONSE',
    message: `${error.message}. Expected the base of the search to be there: check baseDn, and that the account may see it.`,
  });
}
