import type { Origin } from '../bad-response.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { expectObject } from '../expect-members.ts';
import type { Members } from '../rows.ts';
import { isObject, object, text, whole } from '../rows.ts';

/** One page of a list: `_embedded.<collection>`, `_links.next.href`, `count` (PingOne API reference, "Paging, ordering, and filtering"). */
export interface HalPage {
  readonly rows: readonly Members[];
  readonly next: string | null;
  /** Of the whole collection; PingOne leaves it out where it does not know. */
  readonly count: number | null;
}

/**
 * @param page names the page in errors: `page 1`, `a later page`.
 * @throws {UpstreamError} `BAD_RESPONSE` for a body without the collection, for links that are none, and for a row that is not an object.
 */
export function readHalPage(body: unknown, collection: string, origin: Origin, page: string): HalPage {
  if (!isObject(body)) throw badResponse(origin, `was expected to be a list, ${page} is ${kindOf(body)}`);
  const rows = embeddedRows(body, collection, origin, page);
  for (const [position, row] of rows.entries()) {
    if (!isObject(row))
      throw badResponse(
        origin,
        `has ${kindOf(row)} where an object was expected: ${page}, row ${position + 1}`,
      );
  }
  // A list whose links cannot be read may go on.
  expectObject(body, '_links', origin);
  const links = object(body, '_links');
  const nextLink = links?.['next'] ?? null;
  const next = isObject(nextLink) ? text(nextLink, 'href') : null;
  if (nextLink !== null && next === null)
    throw badResponse(origin, `has a link to the next page without an address on ${page}`);
  return { rows: rows.filter(isObject), next, count: whole(body, 'count') };
}

function embeddedRows(body: Members, collection: string, origin: Origin, page: string): readonly unknown[] {
  const embedded = body['_embedded'] ?? {};
  const rows = isObject(embedded) ? embedded[collection] : embedded;
  if (Array.isArray(rows)) return rows;
  // An empty list may come without `_embedded`; a list that says it has rows may not.
  const said = (whole(body, 'size') ?? 0) + (whole(body, 'count') ?? 0);
  const hal = 'size' in body || 'count' in body || '_links' in body;
  if (rows === undefined && said === 0 && hal && Object.keys(embedded).length === 0) return [];
  throw badResponse(
    origin,
    `was expected to hold the array _embedded.${collection} on ${page}, found ${kindOf(rows)}`,
  );
}
