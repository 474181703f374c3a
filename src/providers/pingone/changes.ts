import type { CallContext } from '../../upstream/call.ts';
import { inTurns } from '../../upstream/turns.ts';
import type { ChangedObjects, ChangeReads, Changes, EventReads } from '../change-reads.ts';
import { isObject, type Members, object, objects, text } from '../rows.ts';
import { touchedBy } from './activity.ts';
import { type ChangeMark, readMark, shortOf, writeMark } from './change-mark.ts';
import type { EnvironmentApi } from './environment-api.ts';

const MINUTE_MS = 60_000;
/** Rows are looked for again for so long: they may come late, and the clocks of the two sides may differ. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** How late a row may come is not documented: what is younger is taken in, but not said to be all there is. */
const SETTLES_AFTER_MS = 30_000;
/** PingOne keeps activities for 14 days (PingOne Platform API, "Audit activities"); the last hour of them is no safe ground. */
const KEPT_MS = 14 * 24 * 60 * MINUTE_MS - 60 * MINUTE_MS;
/**
 * What a sweep says of devices may be so much older than the sweep: the report's source is refreshed every 15 minutes. Rows of that time
 * are told once more, as far as they are about devices.
 */
const DEVICES_LAG_MS = 20 * MINUTE_MS;
const ROWS_PER_PAGE = 1_000;
/** Above, a whole sweep is cheaper than to read the log to its end at its 10 calls a second, and all that it names. */
const MOST_ROWS = 50_000;

class TooManyRows extends Error {}

/**
 * What was changed, by the audit log: `recordedAt` from the mark on, and a few minutes before it. It has a rate group of its own (10
 * requests a second), and needs the right to read audit rows.
 */
export function createChangeReads(api: EnvironmentApi, clock: () => Date): ChangeReads {
  async function rowsAround(from: Date, now: Date, context: CallContext): Promise<readonly Members[] | null> {
    const to = new Date(now.getTime() + OVERLAP_MS);
    const filter = `recordedAt ge "${from.toISOString()}" and recordedAt le "${to.toISOString()}"`;
    const options = { query: { filter, limit: String(ROWS_PER_PAGE) }, bucket: 'audit' } as const;
    let count = 0;
    try {
      const { rows } = await api.rawList('activities', {}, 'activities', context, options, (page) => {
        count += page.length;
        if (count > MOST_ROWS) throw new TooManyRows();
      });
      return rows;
    } catch (error) {
      if (error instanceof TooManyRows) return null;
      throw error;
    }
  }

  return {
    mark: async (context) => {
      const now = clock();
      const rows = await rowsAround(new Date(now.getTime() - OVERLAP_MS), now, context);
      const known = (rows ?? []).filter((row) => tellsOfAChange(row) && !isAboutDevices(row));
      return writeMark({
        at: new Date(now.getTime() - DEVICES_LAG_MS),
        seen: await shortIdsOf(known),
        devicesBefore: new Date(now.getTime() - OVERLAP_MS),
      });
    },
    since: async (mark, context) => {
      const now = clock();
      const before = readMark(mark);
      if (before === null) return tooFar('The mark is not one of the audit log.', mark, now);
      if (now.getTime() - before.at.getTime() > KEPT_MS)
        return tooFar('The audit log does not reach back to the mark: it keeps 14 days.', mark, now);
      const from = new Date(Math.min(before.at.getTime(), now.getTime()) - OVERLAP_MS);
      const rows = await rowsAround(from, now, context);
      if (rows === null)
        return tooFar(`The audit log has more than ${MOST_ROWS} rows since the mark.`, mark, now);
      return await changesIn(rows, before, now);
    },
  };
}

/** Webhooks of the format ACTIVITY send the rows of the audit log (PingOne Platform API, "Subscriptions (webhooks)"). */
export const eventReads: EventReads = {
  changedIn: (body) => {
    const events = eventsIn(body);
    return events === null ? null : collect(events);
  },
};

async function changesIn(rows: readonly Members[], before: ChangeMark, now: Date): Promise<Changes> {
  const { seen, devicesBefore } = before;
  const soon = now.getTime() - OVERLAP_MS;
  const fresh: Members[] = [];
  const again: Members[] = [];
  await inTurns(rows, (row) => {
    if (!tellsOfAChange(row)) return;
    const recordedAt = Date.parse(text(row, 'recordedAt') ?? '');
    if (!(recordedAt < soon)) again.push(row);
    const isKnown = devicesBefore !== null && recordedAt < devicesBefore.getTime() && !isAboutDevices(row);
    if (!isKnown && !seen.has(shortOf(text(row, 'id') ?? ''))) fresh.push(row);
  });
  return {
    ...collect(fresh),
    mark: writeMark({ at: now, seen: await shortIdsOf(again), devicesBefore: null }),
    until: new Date(now.getTime() - SETTLES_AFTER_MS),
  };
}

function collect(rows: readonly Members[]): ChangedObjects {
  const [userIds, groupIds, applicationIds] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let due: string | null = null;
  for (const row of rows) {
    const touched = touchedBy(row);
    for (const id of touched.userIds) userIds.add(id);
    for (const id of touched.groupIds) groupIds.add(id);
    for (const id of touched.applicationIds) applicationIds.add(id);
    due ??= touched.sweepDue;
  }
  return { userIds, groupIds, applicationIds, sweepDue: due };
}

/** Of rows that tell of a change: sign-ons would crowd them out. */
async function shortIdsOf(rows: readonly Members[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  await inTurns(rows, (row) => {
    const id = text(row, 'id');
    if (id !== null) ids.add(shortOf(id));
  });
  return ids;
}

function isAboutDevices(row: Members): boolean {
  const kinds = [object(row, 'action') ?? {}, ...objects(row, 'resources')].map((each) => text(each, 'type'));
  return kinds.some((kind) => /DEVICE(?!_AUTHENTICATION)/i.test(kind ?? ''));
}

function tellsOfAChange(row: Members): boolean {
  const { userIds, groupIds, applicationIds, sweepDue } = touchedBy(row);
  return userIds.length + groupIds.length + applicationIds.length > 0 || sweepDue !== null;
}

function tooFar(why: string, mark: string, until: Date): Changes {
  const none: ReadonlySet<string> = new Set();
  return { userIds: none, groupIds: none, applicationIds: none, sweepDue: why, mark, until };
}

/** A batch is an array; one event may come alone, and a list in the envelope of lists. Null: it is none of these. */
function eventsIn(body: unknown): readonly Members[] | null {
  if (Array.isArray(body)) {
    const rows: unknown[] = body;
    return rows.every((row): row is Members => isObject(row) && isEvent(row)) ? rows : null;
  }
  if (!isObject(body)) return null;
  const listed = objects(object(body, '_embedded') ?? {}, 'activities');
  if (listed.length > 0) return listed;
  return isEvent(body) ? [body] : null;
}

function isEvent(row: Members): boolean {
  return object(row, 'action') !== null && Array.isArray(row['resources'] ?? []);
}
