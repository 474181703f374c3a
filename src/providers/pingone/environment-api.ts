import type { Listing } from '../../model/coverage.ts';
import type { CallContext, UpstreamAnswer, UpstreamCall } from '../../upstream/call.ts';
import { walkPages } from '../../upstream/paging.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from './bad-response.ts';
import { badResponse, kindOf } from './bad-response.ts';
import type { HalPage } from './hal.ts';
import { identified, readHalPage } from './hal.ts';
import { checkNextLink } from './next-link.ts';
import type { Address, Ids } from './paths.ts';
import { addressOf, underEnvironment } from './paths.ts';
import type { Members, Row } from './rows.ts';
import { isObject, reference, text } from './rows.ts';
import type { PingOneSettings } from './settings.ts';

/** An object that PingOne answered with. */
export interface Answer {
  readonly members: Members;
  readonly observedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

interface ReadOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** A rate group of PingOne's with a limit of its own. */
  readonly bucket?: 'audit' | 'analytics';
}

export interface RawPage extends HalPage {
  readonly observedAt: Date;
  readonly origin: Origin;
  /** The list's own path, that `next` has to stay on. */
  readonly path: string;
}

interface RawListing {
  readonly rows: readonly Members[];
  readonly observedAt: Date;
  readonly origin: Origin;
}

type PageListener = (rows: readonly Members[], origin: Origin, page: string) => void;

/**
 * Reads of one PingOne environment. Templates are under the environment (`users/{userId}`) unless they start with `/`.
 * Every method throws `UpstreamError`.
 */
export class EnvironmentApi {
  readonly settings: PingOneSettings;
  readonly #upstream: Upstream;

  constructor(settings: PingOneSettings, upstream: Upstream) {
    this.settings = settings;
    this.#upstream = upstream;
  }

  /** One object. */
  async read(template: string, ids: Ids, context: CallContext, options: ReadOptions = {}): Promise<Answer> {
    return await this.send(template, ids, { method: 'GET', ...options }, context);
  }

  /** One object with an id, or null when PingOne says that there is none. */
  async find(
    template: string,
    ids: Ids,
    context: CallContext,
    options: ReadOptions = {},
  ): Promise<{ row: Row; answer: Answer } | null> {
    try {
      const answer = await this.read(template, ids, context, options);
      const id = text(answer.members, 'id');
      if (id === null)
        throw badResponse(answer.origin, `is an object without an id, found ${kindOf(answer.members['id'])}`);
      this.#checkSame(id, ids, answer);
      return { row: { id, members: answer.members }, answer };
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /** An answer about somebody else, whatever mixed it up, must not decide whom a change is sent for. */
  #checkSame(id: string, ids: Ids, { members, origin }: Answer): void {
    if (!Object.values(ids).some((asked) => same(asked, id)))
      throw badResponse(origin, 'is about another object than the one that was asked for');
    const environmentId = reference(members, 'environment');
    if (environmentId !== null && !same(environmentId, this.settings.environmentId))
      throw badResponse(origin, 'is about an object of another environment');
  }

  /** Any call that answers with an object. */
  async send(
    template: string,
    ids: Ids,
    call: Omit<UpstreamCall, 'route' | 'path'> & { readonly method: 'GET' | 'PUT' | 'POST' },
    context: CallContext,
  ): Promise<Answer> {
    const { address, origin } = this.target(call.method, template, ids, context);
    const answer = await this.#upstream.call({ ...call, ...address }, context);
    if (!isObject(answer.body))
      throw badResponse(origin, `was expected to be an object, found ${kindOf(answer.body)}`);
    return { members: answer.body, observedAt: answer.observedAt, headers: answer.headers, origin };
  }

  /** Any call whose answer, if it has a body at all, says nothing that is needed. */
  async command(
    template: string,
    ids: Ids,
    call: Omit<UpstreamCall, 'route' | 'path'>,
    context: CallContext,
  ): Promise<void> {
    const { address } = this.target(call.method, template, ids, context);
    await this.#upstream.call({ ...call, ...address }, context);
  }

  /** One page of a list. */
  async page(
    template: string,
    ids: Ids,
    collection: string,
    context: CallContext,
    options: ReadOptions & { readonly name: string },
  ): Promise<RawPage> {
    const { name, ...rest } = options;
    const { address, origin } = this.target('GET', template, ids, context);
    const answer = await this.#upstream.call({ method: 'GET', priority: 2, ...address, ...rest }, context);
    return {
      ...readHalPage(answer.body, collection, origin, name),
      observedAt: answer.observedAt,
      origin,
      path: address.path,
    };
  }

  /** A list to its end; rows need no id. Follows `next` even where PingOne documents no pages. */
  async rawList(
    template: string,
    ids: Ids,
    collection: string,
    context: CallContext,
    options: ReadOptions = {},
    onPage: PageListener = () => {},
  ): Promise<RawListing> {
    const { address, origin } = this.target('GET', template, ids, context);
    return await this.#walk(
      { method: 'GET', ...address, ...options },
      address,
      origin,
      collection,
      context,
      onPage,
    );
  }

  /** The rows of a page that another answer named as its next, and of those after it. */
  async follow(
    next: string,
    template: string,
    ids: Ids,
    collection: string,
    context: CallContext,
    options: Pick<ReadOptions, 'bucket'> = {},
  ): Promise<RawListing> {
    const { address, origin } = this.target('GET', template, ids, context);
    const { href } = checkNextLink(next, this.settings.apiUrl, address.path, origin);
    const first = { method: 'GET' as const, route: address.route, path: href, ...options };
    return await this.#walk(first, address, origin, collection, context, () => {});
  }

  async #walk(
    first: UpstreamCall,
    address: Address,
    origin: Origin,
    collection: string,
    context: CallContext,
    onPage: PageListener,
  ): Promise<RawListing> {
    const rows: Members[] = [];
    const read = new Map<unknown, HalPage>();
    let pages = 0;
    // Called once for each answer, before the answer is given out.
    const readPage = ({ body }: UpstreamAnswer): HalPage => {
      let page = read.get(body);
      if (page === undefined) {
        pages += 1;
        read.clear();
        read.set(body, (page = readHalPage(body, collection, origin, `page ${pages}`)));
      }
      return page;
    };
    const next = (answer: UpstreamAnswer): string | undefined => {
      const link = readPage(answer).next;
      return link === null ? undefined : checkNextLink(link, this.settings.apiUrl, address.path, origin).href;
    };
    let observedAt: Date | undefined;
    const rowsOf = (answer: UpstreamAnswer): number => readPage(answer).rows.length;
    for await (const answer of walkPages({ upstream: this.#upstream, context, first, next, rows: rowsOf })) {
      const page = readPage(answer);
      onPage(page.rows, origin, `page ${pages}`);
      for (const row of page.rows) rows.push(row);
      observedAt ??= answer.observedAt;
    }
    return { rows, observedAt: observedAt ?? new Date(), origin };
  }

  /** A list to its end, each row with its id, made into our words. */
  async list<T>(
    template: string,
    ids: Ids,
    collection: string,
    context: CallContext,
    toModel: (row: Row, observedAt: Date, origin: Origin) => T,
    options: ReadOptions = {},
  ): Promise<Listing<T>> {
    const rows: Row[] = [];
    const { observedAt, origin } = await this.rawList(
      template,
      ids,
      collection,
      context,
      options,
      (page, from, name) => {
        rows.push(...identified(page, from, name));
      },
    );
    return {
      rows: rows.map((row) => toModel(row, observedAt, origin)),
      complete: true,
      reason: null,
      message: null,
      observedAt,
    };
  }

  /** Where an address leads and how errors name it. */
  target(
    method: Origin['method'],
    template: string,
    ids: Ids,
    context: Pick<CallContext, 'transactionId'>,
  ): { readonly address: Address; readonly origin: Origin } {
    const { key: directory, environmentId } = this.settings;
    const full = template.startsWith('/') ? template : underEnvironment(template);
    const address = addressOf(directory, full, { ...ids, environmentId });
    const origin: Origin = { directory, method, route: address.route, transactionId: context.transactionId };
    return { address, origin };
  }
}

/** Ids of PingOne are UUIDs, which mean the same in any case (RFC 9562 section 4). */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
