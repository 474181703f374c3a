import { PagedResultsControl } from 'ldapts';
import type { Reply } from './connection.ts';

/** Asks for one page of a search (RFC 2696). Not critical: a server that knows no pages answers with all, or with its size limit. */
export function pageControl(size: number, cookie: Buffer | null): PagedResultsControl {
  return new PagedResultsControl({ value: { size, ...(cookie === null ? {} : { cookie }) } });
}

/** What asks for the next page, on the same connection; null: this was the last one. */
export function nextCookie({ result }: Reply): Buffer | null {
  const control = result.controls?.find((each) => each instanceof PagedResultsControl);
  const cookie = control?.value?.cookie;
  return cookie === undefined || cookie.length === 0 ? null : cookie;
}
