import type { CallContext, UpstreamAnswer, UpstreamCall } from './call.ts';
import { onAbort } from './on-abort.ts';
import { UpstreamError } from './upstream-error.ts';
import type { Upstream } from './upstream.ts';

/** List pages carry hundreds of objects; a single object never comes near this. */
const pageBytes = 32_000_000;

/** Rows of one list that are read, and held in memory by whoever collects them: the largest directories have fewer. */
export const MOST_ROWS = 500_000;

/** Made once: an abort without a reason makes an exception with its stack. */
const ended = new Error('the rest of the list is not needed');

export interface WalkSettings {
  readonly upstream: Upstream;
  readonly context: CallContext;
  readonly first: UpstreamCall;
  /** The answer to it, where `firstPage` was asked already. */
  readonly firstAnswer?: UpstreamAnswer;
  /** The address of the next page, out of a page: whole, or a path; `undefined` at the end. What it throws ends the walk. */
  readonly next: (answer: UpstreamAnswer) => string | undefined;
  /** How many rows a page has; given, a list of too many rows ends, and one of many empty pages too. */
  readonly rows?: (answer: UpstreamAnswer) => number;
  /** Default `MOST_ROWS`. A page is never cut: the last one may go beyond. */
  readonly maxRows?: number;
  /** Default 10,000. */
  readonly maxPages?: number;
  /** Empty pages in a row. Default 100: filters over large lists do leave some. */
  readonly maxEmptyPages?: number;
}

/** The list that an error speaks of. */
interface ListOrigin {
  /** Empty where only the caller knows it. */
  readonly directory: string;
  /** `GET /environments/{environmentId}/users`. */
  readonly route: string;
  readonly transactionId?: string;
}

/**
 * What a list ends with that has more rows than are read of any list; what came before is good, and not the whole.
 * @param advice what the operator can do.
 */
export function tooManyRows(
  limit: number,
  { directory, route, transactionId }: ListOrigin,
  advice = 'ask for a part of it with a filter',
): UpstreamError {
  const where = directory === '' ? route : `${directory}: ${route}`;
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: `${where}: expected a list of at most ${limit} rows, and it has more; the rest was not read: ${advice}`,
    directory,
    route,
    ...(transactionId === undefined ? {} : { transactionId }),
  });
}

/** The first page alone, for whoever looks whether it is the only one before walking on. */
export function firstPage({
  upstream,
  context,
  first,
}: Pick<WalkSettings, 'upstream' | 'context' | 'first'>): Promise<UpstreamAnswer> {
  return upstream.call({ priority: 1, maxBodyBytes: pageBytes, ...first }, context);
}

/**
 * All pages of a list, in order; the next one is fetched while the caller works on this one.
 *
 * Links are followed as they are, on the configured origin only. Every page that was good has been given out before an error is
 * thrown, so that the caller can keep what there is and say that it is not all.
 * @throws {UpstreamError} `PAGINATION_LOOP` when the list repeats itself, never ends, has too many rows, or leads to another origin;
 * and as `call` does.
 */
export async function* walkPages(walk: WalkSettings): AsyncGenerator<UpstreamAnswer, void, undefined> {
  const { upstream, context, next, rows, maxRows = MOST_ROWS, maxPages = 10_000, maxEmptyPages = 100 } = walk;
  const first: UpstreamCall = { priority: 1, maxBodyBytes: pageBytes, ...walk.first };
  const { query: _inTheLink, ...following } = first;
  const seen = new Set<string>();
  let received = 0;
  let empty = 0;
  let stop: AbortController | undefined;
  let offSignal: (() => void) | undefined;

  // Most lists have one page, which nobody can be ahead of: only what is fetched in advance may have to be stopped.
  const fetchAhead = (call: UpstreamCall): Promise<UpstreamAnswer> => {
    const ahead = (stop ??= new AbortController());
    offSignal?.();
    if (context.signal !== undefined) offSignal = onAbort(context.signal, () => ahead.abort(ended));
    const page = upstream.call(call, { ...context, signal: ahead.signal });
    // It may fail while the caller still works on the page before, with nobody listening yet.
    page.catch(() => {});
    return page;
  };
  const list: ListOrigin = {
    directory: upstream.directory,
    route: `${first.method} ${first.route}`,
    transactionId: context.transactionId,
  };
  const loop = (said: string): UpstreamError =>
    new UpstreamError({
      code: 'PAGINATION_LOOP',
      message: `${list.route}: ${said}; the ${seen.size} pages read so far are not the whole list`,
      ...list,
    });

  let pending: UpstreamAnswer | Promise<UpstreamAnswer> | undefined = walk.firstAnswer ?? firstPage(walk);
  try {
    seen.add(first.path);
    while (pending !== undefined) {
      const page: UpstreamAnswer = await pending;
      pending = undefined;
      const link = next(page);
      const count = rows?.(page);
      received += count ?? 0;
      empty = count === 0 ? empty + 1 : 0;
      let wrong: UpstreamError | undefined;
      if (link !== undefined && link !== '') {
        if (seen.has(link)) wrong = loop('expected a new page, received a link to one that was read already');
        else if (seen.size >= maxPages)
          wrong = loop(`expected at most ${maxPages} pages, received a link to one more`);
        else if (received >= maxRows) wrong = tooManyRows(maxRows, list);
        else if (empty >= maxEmptyPages)
          wrong = loop(`expected rows, received ${empty} empty pages in a row`);
        else {
          seen.add(link);
          pending = fetchAhead({ ...following, path: link });
        }
      }
      yield page;
      if (wrong !== undefined) throw wrong;
    }
  } finally {
    offSignal?.();
    if (pending !== undefined) stop?.abort(ended);
  }
}
