import type { Listing } from '../../model/coverage.ts';
import type { CallContext, UpstreamAnswer, UpstreamCall } from '../../upstream/call.ts';
import { walkPages } from '../../upstream/paging.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { wholeListing } from '../listing.ts';
import { checkNextLink } from '../next-link.ts';
import { readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { Address, Ids } from '../paths.ts';
import type { PageRequest } from '../provider.ts';
import { RestApi } from '../rest-api.ts';
import type { Members, Row } from '../rows.ts';
import { nextOf } from './link-header.ts';
import type { OktaSettings } from './settings.ts';

/** A list that clients page through. */
export interface PagedList {
  readonly template: string;
  readonly ids: Ids;
  /** Besides `limit` and `after`. */
  readonly query: Readonly<Record<string, string>>;
  /** Rows in its largest page. */
  readonly maximum: number;
  /** Which of its rows are meant, in whatever words: a cursor belongs to one filter only. */
  readonly filter: string | null;
  readonly contentType?: string;
}

interface RowPage {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly brokenOff?: Error;
  readonly total: null;
  readonly observedAt: Date;
  readonly origin: Origin;
}

/** Reads the rows of a page, and where the next one is. */
interface PageForm {
  rows(body: unknown, origin: Origin): readonly Members[];
  next(answer: UpstreamAnswer): string | null;
}

/** A page of a list carries hundreds of objects. */
const PAGE_BYTES = 32_000_000;

/**
 * Calls of one Okta organisation. Lists are arrays, whose next page a `Link` header names; those under `/api/v1/iam` are
 * objects with a link in them. Every method throws `UpstreamError`.
 */
export class OktaApi extends RestApi {
  readonly settings: OktaSettings;

  constructor(settings: OktaSettings, upstream: Upstream) {
    super(settings.key, upstream);
    this.settings = settings;
  }

  /** One page of a list. Pages may be shorter than asked for without being the last. */
  async page(list: PagedList, request: PageRequest, context: CallContext): Promise<RowPage> {
    const { address, origin } = this.target('GET', list.template, list.ids, context);
    const owner = {
      directory: this.directory,
      route: `GET ${address.route}`,
      list: address.path,
      filter: list.filter,
    };
    const after = request.cursor === null ? null : readPageCursor(request.cursor, owner);
    const limit = String(Math.max(1, Math.min(Math.trunc(request.limit), list.maximum)));
    const answer = await this.upstream.call(
      {
        method: 'GET',
        ...address,
        query: { ...list.query, limit, ...(after === null ? {} : { after }) },
        priority: 1,
        maxBodyBytes: PAGE_BYTES,
        ...(list.contentType === undefined ? {} : { contentType: list.contentType }),
      },
      context,
    );
    const rows = distinct(identified(this.objectsOf(answer.body, origin), origin));
    const page = { rows, total: null, observedAt: answer.observedAt, origin } as const;
    try {
      const next = this.#afterOf(answer, address, origin);
      if (next !== null && next === after)
        throw badResponse(origin, 'names itself as the next page: the list would never end');
      return { ...page, nextCursor: next === null ? null : writePageCursor(owner, next) };
    } catch (error) {
      // The rows are good, whatever the link after them.
      if (!(error instanceof UpstreamError)) throw error;
      return { ...page, nextCursor: null, brokenOff: error };
    }
  }

  /** A list to its end, each row with its id, made into our words. */
  async list<T>(
    template: string,
    ids: Ids,
    context: CallContext,
    toModel: (row: Row, observedAt: Date, origin: Origin) => T,
    options: { readonly query?: Readonly<Record<string, string>>; readonly contentType?: string } = {},
  ): Promise<Listing<T>> {
    const form: PageForm = {
      rows: (body, origin) => this.objectsOf(body, origin),
      next: ({ headers }) => nextOf(headers),
    };
    return await this.#walk(template, ids, context, toModel, form, options);
  }

  /** The same of a list under `/api/v1/iam`: `{ <member>: [...], _links: { next: { href } } }`. */
  async iamList<T>(
    template: string,
    ids: Ids,
    member: string,
    context: CallContext,
    toModel: (row: Row, observedAt: Date, origin: Origin) => T,
    query: Readonly<Record<string, string>> = {},
  ): Promise<Listing<T>> {
    const form: PageForm = {
      rows: (body, origin) => this.objectsOf(memberOf(body, member), origin),
      next: ({ body }) => {
        const link = memberOf(memberOf(body, '_links'), 'next') ?? null;
        const href = memberOf(link, 'href');
        // A link that cannot be read leads somewhere, and is not the end.
        return link === null ? null : typeof href === 'string' ? href : '';
      },
    };
    return await this.#walk(template, ids, context, toModel, form, { query });
  }

  override target(
    method: Origin['method'],
    template: string,
    ids: Ids,
    context: Pick<CallContext, 'transactionId'>,
  ): { readonly address: Address; readonly origin: Origin } {
    for (const [name, id] of Object.entries(ids)) checkId(name, id, this.directory, template);
    return super.target(method, template, ids, context);
  }

  async #walk<T>(
    template: string,
    ids: Ids,
    context: CallContext,
    toModel: (row: Row, observedAt: Date, origin: Origin) => T,
    form: PageForm,
    options: Pick<UpstreamCall, 'query' | 'contentType'>,
  ): Promise<Listing<T>> {
    const { address, origin } = this.target('GET', template, ids, context);
    const first: UpstreamCall = { method: 'GET', ...address, ...options };
    const next = (answer: UpstreamAnswer): string | undefined => {
      const href = form.next(answer);
      return href === null ? undefined : this.#checkNext(href, address, origin).href;
    };
    const rowsOf = ({ body }: UpstreamAnswer): number => form.rows(body, origin).length;
    const byId = new Map<string, T>();
    let observedAt: Date | undefined;
    for await (const answer of walkPages({ upstream: this.upstream, context, first, next, rows: rowsOf })) {
      observedAt ??= answer.observedAt;
      for (const row of identified(form.rows(answer.body, origin), origin))
        if (!byId.has(row.id)) byId.set(row.id, toModel(row, observedAt, origin));
    }
    const rows = [...byId.values()];
    return wholeListing(rows, observedAt ?? new Date());
  }

  #checkNext(href: string, { path }: Address, origin: Origin): URL {
    return checkNextLink(
      href,
      { baseUrl: this.settings.orgUrl, setting: 'the address (domain or orgUrl)', path },
      origin,
    );
  }

  /** Okta's own cursor in the link to the next page. It is never made by hand (Okta API reference, "Pagination"). */
  #afterOf(answer: UpstreamAnswer, address: Address, origin: Origin): string | null {
    const href = nextOf(answer.headers);
    if (href === null) return null;
    const link = this.#checkNext(href, address, origin);
    const after = link.searchParams.get('after');
    if (after === null) throw badResponse(origin, 'has a link to the next page without a cursor');
    return after;
  }
}

/** Okta calls its ids opaque and documents no form, so that one of an unknown form is refused aloud, and not answered with "no such object". */
const ANY_ID = /^[A-Za-z0-9_-]{4,64}$/;

/**
 * In the place of a user's id Okta also takes a login, its part before the `@`, and `me`: whoever says an id means that one and nobody
 * else. Every id that Okta has shown is 20 letters and digits, and those of groups and applications begin with `00g` and `0oa`.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  userId: /^(?!00g|0oa)[A-Za-z0-9]{20}$/,
  groupId: /^(?!00u|0oa)[A-Za-z0-9_-]{4,64}$/,
};

/** Whether a text can be an id in this place of a template: `userId`, `groupId`, ... */
export function isIdOf(name: string, id: string): boolean {
  return (FORMS[name] ?? ANY_ID).test(id);
}

function checkId(name: string, id: string, directory: string, route: string): void {
  if (isIdOf(name, id)) return;
  const example = name === 'groupId' ? '00g1a2b3c4d5e6f7g8h9' : '00u1a2b3c4d5e6f7g8h9';
  throw new UpstreamError({
    code: 'INVALID_REQUEST',
    message: `${directory}: expected for ${name} an id as Okta gives it (such as ${example}), received ${JSON.stringify(id.slice(0, 40))}: nothing was asked.`,
    directory,
    route,
  });
}

/** A row that comes twice counts once. */
function distinct(rows: readonly Row[]): readonly Row[] {
  const byId = new Map<string, Row>();
  for (const row of rows) if (!byId.has(row.id)) byId.set(row.id, row);
  return [...byId.values()];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
