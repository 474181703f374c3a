import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Origin } from './bad-response.ts';

/** The list whose next page a link has to lead to. */
interface LinkedList {
  /** The address of the API, as the directory is configured. */
  readonly baseUrl: string;
  /** The setting that holds it, for errors: `apiUrl`. */
  readonly setting: string;
  /** Of the list, under that address. */
  readonly path: string;
  /** Whether two paths name one list; exactly alike, unless the provider writes one path in several ways. */
  readonly isSamePath?: (asked: string, linked: string) => boolean;
}

/**
 * Checks the link to the next page before a credential is sent to it: it has to stay on the API's own origin and on the list's own
 * path. Relative links count from the API's address.
 * @throws {UpstreamError} `PAGINATION_LOOP` when it leads elsewhere.
 */
export function checkNextLink(href: string, list: LinkedList, origin: Origin): URL {
  const base = new URL(list.baseUrl);
  const target = URL.canParse(href, base) ? new URL(href, base) : null;
  const problem = problemOf(target, base, list);
  if (target !== null && problem === null) return target;
  throw new UpstreamError({
    code: 'PAGINATION_LOOP',
    message:
      `${origin.directory}: the link to the next page of GET ${origin.route} ${problem ?? 'is not an address'}; expected the same list ` +
      `on ${base.origin}. It was not followed, since the credential would have gone there. Check ${list.setting} of this directory.`,
    directory: origin.directory,
    route: `GET ${origin.route}`,
    transactionId: origin.transactionId,
  });
}

function problemOf(
  target: URL | null,
  base: URL,
  { path, isSamePath = (asked, linked) => asked === linked }: LinkedList,
): string | null {
  if (target === null) return 'is not an address';
  if (target.origin !== base.origin || target.username !== '' || target.password !== '')
    return `leads to ${target.origin}`;
  const own = `${base.pathname.replace(/\/+$/, '')}${path}`;
  return isSamePath(own, target.pathname) ? null : 'leads to another path than that of the list';
}
