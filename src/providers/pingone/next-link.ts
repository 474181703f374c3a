import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from './bad-response.ts';

/** The `next` link of a page, taken apart. */
interface NextLink {
  /** As PingOne wrote it, whole. */
  readonly href: string;
  readonly query: URLSearchParams;
}

/**
 * Checks a `next` link before the token is sent to it: it has to stay on the API's own origin and on the list's own path.
 * @param path of the list, under the base of the API.
 * @throws {UpstreamError} `PAGINATION_LOOP` when the link leads elsewhere.
 */
export function checkNextLink(href: string, apiUrl: string, path: string, origin: Origin): NextLink {
  const base = new URL(apiUrl);
  const own = `${base.pathname.replace(/\/+$/, '')}${path}`;
  const target = URL.canParse(href, base) ? new URL(href, base) : null;
  const problem =
    target === null
      ? 'is not an address'
      : target.origin !== base.origin || target.username !== '' || target.password !== ''
        ? `leads to ${target.origin}`
        : target.pathname === own
          ? null
          : 'leads to another path than that of the list';
  if (target === null || problem !== null) {
    throw new UpstreamError({
      code: 'PAGINATION_LOOP',
      message:
        `The link to the next page of GET ${origin.route} ${problem ?? 'is not an address'}; expected ${base.origin} and the same list. ` +
        'It was not followed, since the access token would have gone there. Check the API address of this directory.',
      directory: origin.directory,
      route: `GET ${origin.route}`,
      transactionId: origin.transactionId,
    });
  }
  return { href: target.href, query: target.searchParams };
}
