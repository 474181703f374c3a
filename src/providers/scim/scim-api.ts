import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import type { Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { Ids } from '../paths.ts';
import { type Answer, RestApi } from '../rest-api.ts';
import { type Row, text, whole } from '../rows.ts';
import { Discovery } from './discovery.ts';
import type { ScimSettings } from './settings.ts';

/** A list's answer, as it stands (RFC 7644 section 3.4.2). */
export interface ListAnswer {
  readonly rows: readonly Row[];
  /** Null: not said. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly observedAt: Date;
  readonly origin: Origin;
}

/** A row and when it was read. */
export interface FoundRow extends Row {
  readonly observedAt: Date;
}

export type Collection = 'Users' | 'Groups';

/** A page of groups with their members can be large. */
const LARGE_BODY_BYTES = 32_000_000;

/** One SCIM service: its calls, and what it says of itself. */
export class ScimApi extends RestApi {
  readonly settings: ScimSettings;
  readonly discovery: Discovery;

  constructor(settings: ScimSettings, upstream: Upstream, clock: () => Date) {
    super(settings.key, upstream);
    this.settings = settings;
    this.discovery = new Discovery(this, clock);
  }

  /** One answer of a list. @throws {UpstreamError} `BAD_RESPONSE` when it is none, or a row of it has no id. */
  async list(
    collection: Collection,
    query: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<ListAnswer> {
    const call = { method: 'GET', query, priority: 1, maxBodyBytes: LARGE_BODY_BYTES } as const;
    const { members, observedAt, origin } = await this.send(`/${collection}`, {}, call, context);
    const total = whole(members, 'totalResults');
    const listed = members['Resources'];
    // A list of nobody may come without `Resources`; anything else without it is no list.
    if (listed === undefined && total !== 0)
      throw badResponse(origin, `was expected to hold the array Resources, found ${kindOf(listed)}`);
    const rows = identified(this.objectsOf(listed ?? [], origin), origin);
    return {
      rows,
      total: total !== null && total >= 0 ? total : null,
      nextCursor: text(members, 'nextCursor'),
      observedAt,
      origin,
    };
  }
  /** One group with its members, of which there may be very many. Null: there is none. */
  async findLarge(
    template: string,
    ids: Ids,
    query: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<Answer | null> {
    try {
      const call = { method: 'GET', query, maxBodyBytes: LARGE_BODY_BYTES } as const;
      const answer = await this.send(template, ids, call, context);
      this.checkSame(text(answer.members, 'id') ?? '', ids, answer);
      return answer;
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
