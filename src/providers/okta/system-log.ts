import type { CallContext } from '../../upstream/call.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectObject, expectObjects, expectText } from '../expect-members.ts';
import { checkNextLink } from '../next-link.ts';
import { type Members, object, objects, text } from '../rows.ts';
import { nextOf } from './link-header.ts';
import type { OktaApi } from './okta-api.ts';

const LOG = '/api/v1/logs';
/** Okta's largest page of the log. */
const EVENTS_PER_PAGE = 1_000;
const PAGE_BYTES = 32_000_000;

/** What happened, and whom or what it happened to. */
export interface LogEvent {
  /** `user.lifecycle.suspend`. */
  readonly type: string;
  readonly targets: readonly LogTarget[];
}

interface LogTarget {
  /** `User`, `UserGroup`, `AppInstance`, `PolicyEntity` and others. */
  readonly type: string;
  readonly id: string;
  /** Of a policy: what it is about, where Okta says so. */
  readonly policyType: string | null;
}

interface LogPage {
  readonly events: readonly LogEvent[];
  /** Where the next question goes on: the query of Okta's own link, which is never made by hand. */
  readonly next: string;
  readonly observedAt: Date;
  /** What Okta's clock said; null: it did not say. */
  readonly serverTime: Date | null;
}

/** Begins to follow the log at this moment. Without an end in it, the question is answered in the order in which events were noted. */
export function logSince(since: Date, limit = EVENTS_PER_PAGE): string {
  return `?${new URLSearchParams({ since: since.toISOString(), limit: String(limit) }).toString()}`;
}

/**
 * A page of the log. Followed from its beginning, there is a link to the next page after every one; the empty page is the end of what
 * there is so far (Okta API reference, System Log, "Polling requests").
 * @param place of `logSince`, or `next` of the page before.
 */
export async function readLogPage(api: OktaApi, place: string, context: CallContext): Promise<LogPage> {
  const { address, origin } = api.target('GET', LOG, {}, context);
  const answer = await api.upstream.call(
    { method: 'GET', ...address, path: `${address.path}${place}`, maxBodyBytes: PAGE_BYTES },
    context,
  );
  const href = nextOf(answer.headers);
  if (href === null)
    throw badResponse(origin, 'has no link to what comes next, which a log that is followed always has');
  const link = checkNextLink(
    href,
    { baseUrl: api.settings.orgUrl, setting: 'the address (domain or orgUrl)', path: LOG },
    origin,
  );
  const events = api.objectsOf(answer.body, origin).map((row): LogEvent => {
    const type = text(row, 'eventType');
    if (type === null) throw badResponse(origin, 'has an event without an eventType');
    // Whom an event is about, and does not say so in a way that can be read, would be passed over.
    expectObjects(row, 'target', origin);
    return { type, targets: objects(row, 'target').flatMap((target) => toTarget(target, origin)) };
  });
  const served = new Date(answer.headers['date'] ?? '');
  return {
    events,
    next: link.search,
    observedAt: answer.observedAt,
    serverTime: Number.isNaN(served.getTime()) ? null : served,
  };
}

function toTarget(row: Members, origin: Origin): readonly LogTarget[] {
  for (const name of ['type', 'id']) expectText(row, name, origin);
  expectObject(row, 'detailEntry', origin);
  const [type, id] = [text(row, 'type'), text(row, 'id')];
  // Of somebody whom Okta did not find the log says `unknown` in the place of an id.
  if (type === null || id === null || id === 'unknown') return [];
  const detail = object(row, 'detailEntry') ?? {};
  expectText(detail, 'policyType', origin);
  return [{ type, id, policyType: text(detail, 'policyType') }];
}
