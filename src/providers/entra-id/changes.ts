import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { ChangeReads, Changes } from '../change-reads.ts';
import { identified } from '../identified.ts';
import { parseJson } from '../page-cursor.ts';
import { isObject, type Members, objects, parseInstant, type Row, text } from '../rows.ts';
import { deltaFromNow, deltaSince, isEndless, isLostToken } from './delta.ts';
import { type GraphApi, odataType } from './graph-api.ts';
import { isGuid } from './guid.ts';
import type { RoleAssignments, RoleHolder } from './role-assignments.ts';
import { SELECT_CHANGES_OF_GROUP } from './group.ts';
import { selectUser } from './user-properties.ts';

/** Tokens of users, groups and the like are good for seven days; the last hours are left to clocks that disagree. */
const TOKEN_LIFE_MS = 6.5 * 86_400_000;
/** Changes show "after replication", without a figure: what is told speaks only of what is older. */
const DELTA_LAG_MS = 60_000;

const COLLECTIONS = {
  users: { template: '/users/delta', select: selectUser([]) },
  groups: { template: '/groups/delta', select: SELECT_CHANGES_OF_GROUP },
  // Without a selection every property that is sent by default is tracked.
  applications: { template: '/servicePrincipals/delta', select: null },
} as const;
type Collection = keyof typeof COLLECTIONS;

interface Mark {
  /** When it was first taken: what is not tracked is as old. */
  readonly begunAt: Date;
  readonly at: Date;
  /** Where each collection goes on. */
  readonly places: Readonly<Record<Collection, string>>;
  /** What everybody who held a role held. */
  readonly roles: ReadonlyMap<string, string>;
}

/**
 * Delta queries tell of users, groups, memberships and applications. Who holds which role is not among them: the few assignments are
 * listed each time and compared. Second factors and sign-ins are not tracked at all: a sweep is due for them after `sweepEveryMs`.
 */
export function createChangeReads(
  api: GraphApi,
  assignments: RoleAssignments,
  sweepEveryMs: number,
  clock: Clock,
): ChangeReads {
  async function begin(context: CallContext): Promise<Mark> {
    const from = async (name: Collection): Promise<string> => {
      const { template, select } = COLLECTIONS[name];
      return (await deltaFromNow(api, template, select, context)).next;
    };
    const at = new Date(clock.now());
    const [users, groups, applications, holders] = await Promise.all([
      from('users'),
      from('groups'),
      from('applications'),
      assignments.holders(context),
    ]);
    return {
      begunAt: at,
      at,
      places: { users, groups, applications },
      roles: digestsOf(holders.holders),
    };
  }

  /** The mark stays: whoever asks from it again is told the same, until a sweep begins with a new one. */
  function due(why: string, mark: string): Changes {
    const none: ReadonlySet<string> = new Set();
    return {
      userIds: none,
      groupIds: none,
      applicationIds: none,
      sweepDue: why,
      mark,
      until: settled(clock.now()),
    };
  }

  async function read(mark: Mark, context: CallContext): Promise<Changes> {
    const at = new Date(clock.now());
    const round = async (name: Collection) => {
      const { template } = COLLECTIONS[name];
      const found = await deltaSince(api, template, mark.places[name], context);
      const { origin } = api.target('GET', template, {}, context);
      return { ...found, rows: identified(found.rows, origin) };
    };
    const [users, groups, applications, roles] = await Promise.all([
      round('users'),
      round('groups'),
      round('applications'),
      assignments.holders(context),
    ]);
    const changed = changedHolders(mark.roles, roles.holders);
    const idsOf = (rows: readonly { readonly id: string }[], kind: RoleHolder['kind']): Set<string> =>
      new Set([
        ...rows.map(({ id }) => id),
        ...changed.filter((one) => one.kind === kind).map(({ id }) => id),
      ]);
    // What is read again because of this is not to be older than it.
    assignments.forget();
    const asked = [users, groups, applications, roles].map(({ observedAt }) => observedAt.getTime());
    return {
      userIds: idsOf(users.rows, 'USER'),
      groupIds: idsOf(groups.rows, 'GROUP'),
      applicationIds: idsOf(applications.rows, 'APPLICATION'),
      sweepDue: nestingOf(groups.rows) ?? untracked(mark),
      mark: writeMark({
        begunAt: mark.begunAt,
        at,
        places: { users: users.next, groups: groups.next, applications: applications.next },
        roles: digestsOf(roles.holders),
      }),
      until: settled(Math.min(...asked)),
    };
  }

  function untracked({ begunAt }: Mark): string | null {
    return clock.now() - begunAt.getTime() < sweepEveryMs
      ? null
      : 'Second factors and sign-ins, of which delta queries do not tell, were read too long ago.';
  }

  return {
    covers: { devices: false },
    mark: async (context) => writeMark(await begin(context)),
    since: async (last, context) => {
      const mark = readMark(last);
      if (mark === null) return due('The mark is not one of delta queries.', last);
      if (clock.now() - mark.at.getTime() > TOKEN_LIFE_MS)
        return due('Microsoft Graph does not reach back to the mark: it keeps seven days.', last);
      try {
        return await read(mark, context);
      } catch (error) {
        if (isEndless(error)) return due('There is more of changes than is read of them.', last);
        if (!isLostToken(error)) throw error;
        return due('Microsoft Graph asks for everything to be read again.', last);
      }
    },
  };
}

function settled(at: number): Date {
  return new Date(at - DELTA_LAG_MS);
}

/** Groups that came into a group or left one have other parents, and so have those within them: nothing names these. */
function nestingOf(groups: readonly Row[]): string | null {
  const moved = groups.flatMap(({ members }) => objects(members, 'members@delta')).map(odataType);
  // What does not say what it is may be a group.
  return moved.some((type) => type === null || type === 'group')
    ? 'Groups were put into a group or taken out of one.'
    : null;
}

const keyOf = ({ kind, id }: Pick<RoleHolder, 'kind' | 'id'>): string => `${kind} ${id}`;

function digestsOf(holders: readonly RoleHolder[]): ReadonlyMap<string, string> {
  return new Map(holders.map((holder) => [keyOf(holder), holder.digest]));
}

/** Whoever holds something else than before, or nothing any more. */
function changedHolders(
  before: ReadonlyMap<string, string>,
  now: readonly RoleHolder[],
): readonly Pick<RoleHolder, 'kind' | 'id'>[] {
  const keys = new Set(now.map(keyOf));
  const gone = [...before.keys()].filter((key) => !keys.has(key)).flatMap(holderOf);
  return [...now.filter((holder) => before.get(keyOf(holder)) !== holder.digest), ...gone];
}

function holderOf(key: string): readonly Pick<RoleHolder, 'kind' | 'id'>[] {
  const [kind, id] = key.split(' ');
  if (id === undefined || !isGuid(id)) return [];
  return kind === 'USER' || kind === 'GROUP' || kind === 'APPLICATION' ? [{ kind, id }] : [];
}

function writeMark({ begunAt, at, places, roles }: Mark): string {
  return JSON.stringify({
    begunAt: begunAt.toISOString(),
    at: at.toISOString(),
    places,
    roles: Object.fromEntries(roles),
  });
}

function readMark(mark: string): Mark | null {
  const parsed = parseJson(mark);
  if (!isObject(parsed)) return null;
  const { places, roles } = parsed;
  const [begunAt, at] = [parseInstant(parsed['begunAt']), parseInstant(parsed['at'])];
  if (begunAt === null || at === null || !isObject(places) || !isObject(roles)) return null;
  const [users, groups, applications] = [
    place(places, 'users'),
    place(places, 'groups'),
    place(places, 'applications'),
  ];
  if (users === null || groups === null || applications === null) return null;
  const digests = Object.entries(roles).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (digests.length < Object.keys(roles).length) return null;
  return { begunAt, at, places: { users, groups, applications }, roles: new Map(digests) };
}

/** It was kept outside: it goes into an address behind the path of its collection, and nowhere else. */
function place(places: Members, name: Collection): string | null {
  const query = text(places, name);
  return query === null || !/^\?[\x21\x22\x24-\x7E]+$/.test(query) ? null : query;
}
