import type { Listing } from '../../model/coverage.ts';
import type { CallContext, UpstreamAnswer, UpstreamCall } from '../../upstream/call.ts';
import { firstPage, walkPages } from '../../upstream/paging.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { wholeListing } from '../listing.ts';
import { checkNextLink } from '../next-link.ts';
import type { Address, Ids } from '../paths.ts';
import { type Answer, type ReadOptions, RestApi } from '../rest-api.ts';
import { type Members, reference, type Row } from '../rows.ts';
import type { HalPage } from './hal.ts';
import { readHalPage } from './hal.ts';
import type { PingOneSettings } from './settings.ts';

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
export class EnvironmentApi extends RestApi {
  readonly settings: PingOneSettings;

  constructor(settings: PingOneSettings, upstream: Upstream) {
    super(settings.key, upstream);
    this.settings = settings;
  }

  protected override placeOf(template: string, ids: Ids): { template: string; ids: Ids } {
    const { environmentId } = this.settings;
    return {
      template: template.startsWith('/') ? template : `/environments/{environmentId}/${template}`,
      ids: { ...ids, environmentId },
    };
  }

  /** An answer about somebody else, whatever mixed it up, must not decide whom a change is sent for. */
  protected override checkSame(id: string, ids: Ids, { members, origin }: Answer): void {
    super.checkSame(id, ids, { members, origin });
    const environmentId = reference(members, 'environment');
    if (environmentId !== null && !this.isSameId(environmentId, this.settings.environmentId))
      throw badResponse(origin, 'is about an object of another environment');
  }

  /** Ids of PingOne are UUIDs, which mean the same in any case (RFC 9562 section 4). */
  protected override isSameId(asked: string, answered: string): boolean {
    return asked.toLowerCase() === answered.toLowerCase();
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
    const answer = await this.upstream.call({ method: 'GET', priority: 2, ...address, ...rest }, context);
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
    const { href } = this.checkNext(next, address, origin);
    const first = { method: 'GET' as const, route: address.route, path: href, ...options };
    return await this.#walk(first, address, origin, collection, context, () => {});
  }

  /** @throws {UpstreamError} `PAGINATION_LOOP` for a link that leads elsewhere than to a page of the list. */
  checkNext(href: string, { path }: Pick<Address, 'path'>, origin: Origin): URL {
    return checkNextLink(href, { baseUrl: this.settings.apiUrl, setting: 'the API address', path }, origin);
  }

  async #walk(
    first: UpstreamCall,
    address: Address,
    origin: Origin,
    collection: string,
    context: CallContext,
    onPage: PageListener,
  ): Promise<RawListing> {
    const firstAnswer = await firstPage({ upstream: this.upstream, context, first });
    const whole = readHalPage(firstAnswer.body, collection, origin, 'page 1');
    // Nearly every list has one page: a walk would cost more than its call.
    if (whole.next === null) {
      onPage(whole.rows, origin, 'page 1');
      return { rows: whole.rows, observedAt: firstAnswer.observedAt, origin };
    }
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
      return link === null ? undefined : this.checkNext(link, address, origin).href;
    };
    let observedAt: Date | undefined;
    const rowsOf = (answer: UpstreamAnswer): number => readPage(answer).rows.length;
    const walk = { upstream: this.upstream, context, first, firstAnswer, next, rows: rowsOf };
    for await (const answer of walkPages(walk)) {
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
    return wholeListing(
      rows.map((row) => toModel(row, observedAt, origin)),
      observedAt,
    );
  }
}
