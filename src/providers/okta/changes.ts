import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ChangeReads, Changes } from '../change-reads.ts';
import { parseJson } from '../page-cursor.ts';
import { isObject, parseInstant, text } from '../rows.ts';
import { EventNotes } from './event-notes.ts';
import type { OktaApi } from './okta-api.ts';
import type { RoleHolders } from './role-holders.ts';
import { logSince, readLogPage } from './system-log.ts';

/** Okta keeps events for 90 days; the last of them is left to clocks that disagree. */
const RETENTION_MS = 89 * 86_400_000;
/** Events are noted "near real-time", without a figure; a mark reaches back so far, and speaks only of what is older. */
const LOG_LAG_MS = 60_000;
const MARGIN_MS = 5 * LOG_LAG_MS;
/** At 1,000 events each: reading more takes longer than it spares. */
const MOST_PAGES = 200;

interface Mark {
  /** When the log was last read. */
  readonly at: Date;
  readonly place: string;
}

/**
 * The System Log tells of users, groups, memberships, factors, roles and applications, whoever changed them. The mark is Okta's own
 * link: nothing falls between two questions, as it would between windows of time that are made by hand.
 */
export function createChangeReads(
  api: OktaApi,
  holders: Pick<RoleHolders, 'forget'>,
  clock: Clock,
): ChangeReads {
  async function begin(context: CallContext): Promise<Mark> {
    // Whether the log may be read is found out here, and not when it is needed.
    const probe = logSince(new Date(clock.now() - MARGIN_MS), 1);
    const { serverTime } = await readLogPage(api, probe, context);
    const at = serverTime ?? new Date(clock.now());
    return { at, place: logSince(new Date(at.getTime() - MARGIN_MS)) };
  }

  /** The mark stays: whoever asks from it again is told the same, until a sweep begins with a new one. */
  function due(why: string, mark: string): Changes {
    const { userIds, groupIds, applicationIds } = new EventNotes();
    return { userIds, groupIds, applicationIds, sweepDue: why, mark, until: settled(new Date(clock.now())) };
  }

  async function since(last: string, context: CallContext): Promise<Changes> {
    const mark = readMark(last);
    if (mark === null) return due('The mark is not one of the System Log.', last);
    if (clock.now() - mark.at.getTime() > RETENTION_MS)
      return due('The System Log does not reach back to the mark: it keeps 90 days.', last);
    const notes = new EventNotes();
    let { place } = mark;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = await readOn(place, context);
      if (page === null) return due('Okta takes its own link, which the mark holds, no more.', last);
      place = page.next;
      for (const event of page.events) notes.add(event);
      if (page.events.length > 0) continue;
      const { userIds, groupIds, applicationIds, sweepDue } = notes;
      if (userIds.size + groupIds.size > 0) holders.forget();
      const at = page.serverTime ?? new Date(clock.now());
      const until = settled(page.observedAt);
      return { userIds, groupIds, applicationIds, sweepDue, mark: writeMark({ at, place }), until };
    }
    return due(`The System Log has more than ${MOST_PAGES} pages since the mark.`, last);
  }

  /** Null: Okta says that the question itself is wrong, which is then its own old link. */
  async function readOn(
    place: string,
    context: CallContext,
  ): Promise<Awaited<ReturnType<typeof readLogPage>> | null> {
    try {
      return await readLogPage(api, place, context);
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'INVALID_REQUEST') return null;
      throw error;
    }
  }

  return { mark: async (context) => writeMark(await begin(context)), since };
}

function settled(at: Date): Date {
  return new Date(at.getTime() - LOG_LAG_MS);
}

function writeMark({ at, place }: Mark): string {
  return JSON.stringify({ at: at.toISOString(), place });
}

function readMark(mark: string): Mark | null {
  const parsed = parseJson(mark);
  if (!isObject(parsed)) return null;
  const [at, place] = [parseInstant(parsed['at']), text(parsed, 'place')];
  // It was kept outside: it goes into an address behind the path of the log, and nowhere else.
  return at === null || place === null || !/^\?[\x21\x22\x24-\x7E]+$/.test(place) ? null : { at, place };
}
