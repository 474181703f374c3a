import type { Listing } from '../../model/coverage.ts';
import type { CallContext, HttpMethod, UpstreamAnswer } from '../../upstream/call.ts';
import { walkPages } from '../../upstream/paging.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { badResponse, kindOf, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { wholeListing } from '../listing.ts';
import { checkNextLink } from '../next-link.ts';
import type { Address, Ids } from '../paths.ts';
import { type ReadOptions, RestApi } from '../rest-api.ts';
import { isObject, type Members, type Row, text } from '../rows.ts';
import { guardDeletes } from './guard-deletes.ts';
import { isGuid, isSameGuid } from './guid.ts';
import type { EntraIdSettings } from './settings.ts';

/** One page of a list: `value`, and `@odata.nextLink` while there is more. */
export interface GraphPage {
  readonly rows: readonly Members[];
  /** `$skiptoken` of the next page; null: this was the last. */
  readonly next: string | null;
  /** Why there is no `next` although there is more. */
  readonly brokenOff: UpstreamError | null;
  readonly observedAt: Date;
  readonly origin: Origin;
}

interface Rows {
  readonly rows: readonly Members[];
  readonly observedAt: Date;
  readonly origin: Origin;
}

/** Ids that are no objects of the directory, and have forms of their own. */
const OTHER_IDS: ReadonlySet<string> = new Set(['methodId', 'roleAssignmentId', 'collection']);

/** Reads and writes of one tenant. Every method throws `UpstreamError`. */
export class GraphApi extends RestApi {
  readonly settings: EntraIdSettings;

  constructor(settings: EntraIdSettings, upstream: Upstream) {
    super(settings.key, guardDeletes(upstream));
    this.settings = settings;
  }

  /** @throws {UpstreamError} `INVALID_REQUEST` for an id that no object of a directory has. */
  override target(
    method: HttpMethod,
    template: string,
    ids: Ids,
    context: Pick<CallContext, 'transactionId'>,
  ): { readonly address: Address; readonly origin: Origin } {
    for (const [name, id] of Object.entries(ids)) {
      if (OTHER_IDS.has(name) || isGuid(id)) continue;
      throw new UpstreamError({
        code: 'INVALID_REQUEST',
        message: `${this.directory}: expected a GUID for ${name}, received ${JSON.stringify(id.slice(0, 40))}.`,
        directory: this.directory,
        route: `${method} ${template}`,
        transactionId: context.transactionId,
      });
    }
    return super.target(method, template, ids, context);
  }

  protected override isSameId(asked: string, answered: string): boolean {
    return isSameGuid(asked, answered);
  }

  /** One page. A link that leads elsewhere ends the list there, and says so: the rows before it are good. */
  async page(template: string, ids: Ids, context: CallContext, options: ReadOptions): Promise<GraphPage> {
    const { address, origin } = this.target('GET', template, ids, context);
    const answer = await this.upstream.call(
      { method: 'GET', priority: 2, maxBodyBytes: 32_000_000, ...address, ...options },
      context,
    );
    const { rows, link } = this.#read(answer, origin);
    const common = { rows, observedAt: answer.observedAt, origin };
    if (link === null) return { ...common, next: null, brokenOff: null };
    try {
      const token = this.#checkNext(link, address, origin).searchParams.get('$skiptoken');
      if (token === null || token === '')
        throw badResponse(origin, 'has a link to the next page without a $skiptoken');
      if (token === options.query?.['$skiptoken'])
        throw badResponse(origin, 'names itself as the next page: the list would never end');
      return { ...common, next: token, brokenOff: null };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return { ...common, next: null, brokenOff: error };
    }
  }

  /** A list to its end; links are followed as they are. */
  async rows(template: string, ids: Ids, context: CallContext, options: ReadOptions = {}): Promise<Rows> {
    const { address, origin } = this.target('GET', template, ids, context);
    const rows: Members[] = [];
    let observedAt: Date | undefined;
    const next = (answer: UpstreamAnswer): string | undefined => {
      const { link } = this.#read(answer, origin);
      return link === null ? undefined : this.#checkNext(link, address, origin).href;
    };
    const first = { method: 'GET' as const, ...address, ...options };
    for await (const answer of walkPages({
      upstream: this.upstream,
      context,
      first,
      next,
      rows: (page) => this.#read(page, origin).rows.length,
    })) {
      rows.push(...this.#read(answer, origin).rows);
      observedAt ??= answer.observedAt;
    }
    return { rows, observedAt: observedAt ?? new Date(), origin };
  }

  /** A list to its end, each row with its id, made into our words; what `toModel` answers null for is of another kind and left out. */
  async list<T>(
    template: string,
    ids: Ids,
    context: CallContext,
    toModel: (row: Row, observedAt: Date, origin: Origin) => T | null,
    options: ReadOptions = {},
  ): Promise<Listing<T>> {
    const { rows, observedAt, origin } = await this.rows(template, ids, context, options);
    const models = identified(rows, origin).flatMap((row) => {
      const model = toModel(row, observedAt, origin);
      return model === null ? [] : [model];
    });
    return wholeListing(models, observedAt);
  }

  #checkNext(href: string, { path }: Address, origin: Origin): URL {
    const { graphUrl: baseUrl } = this.settings;
    return checkNextLink(href, { baseUrl, setting: 'graphUrl', path, isSamePath }, origin);
  }

  #read({ body }: UpstreamAnswer, origin: Origin): { rows: readonly Members[]; link: string | null } {
    if (!isObject(body)) throw badResponse(origin, `was expected to be a list, found ${kindOf(body)}`);
    const link = body['@odata.nextLink'] ?? null;
    if (link !== null && typeof link !== 'string')
      throw badResponse(origin, 'has a link to the next page that is no text');
    return { rows: this.objectsOf(body['value'], origin), link };
  }
}

/** `$` may come encoded, and ids in any case. */
function isSamePath(asked: string, linked: string): boolean {
  return normalised(asked) === normalised(linked);
}

function normalised(path: string): string {
  return path.replaceAll(/%24/gi, '$').toLowerCase();
}

/** What kind of object a row of a mixed list is: `user`, `group`, `servicePrincipal`; null: it does not say. */
export function odataType(members: Members): string | null {
  return text(members, '@odata.type')?.replace(/^#?microsoft\.graph\./, '') ?? null;
}
