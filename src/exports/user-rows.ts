import type { Caller } from '../access/caller.ts';
import { reaches } from '../access/reach.ts';
import { byExternalId } from '../directory/by-external-id.ts';
import { postureOf } from '../directory/mfa-posture.ts';
import type { Identities } from '../identities/identities.ts';
import { identityId } from '../identities/identity-id.ts';
import { unknown } from '../model/fact.ts';
import type { User } from '../model/user.ts';
import { statusCell } from './account-cells.ts';
import type { ReadPart } from './export-part.ts';
import {
  type Cell,
  cellOf,
  comparePlaces,
  type ExportRow,
  flagCell,
  instantCell,
  listCell,
  type ListItem,
  toldInstant,
  unknownWord,
} from './export-row.ts';
import { inOrder } from './in-order.ts';
import { placeOfUser, seesUser } from './places.ts';
import { type PrincipalContext, principalContext } from './principal-context.ts';

export const userColumns = [
  'directory',
  'externalId',
  'username',
  'email',
  'displayName',
  'identity',
  'primaryAccount',
  'status',
  'rawStatus',
  'enabled',
  'kind',
  'external',
  'population',
  'populationId',
  'lastSignOn',
  'createdAt',
  'endDate',
  'mfaStatus',
  'mfaTier',
  'mfaFactors',
  'groups',
  'roles',
  'observedAt',
] as const;

/** Who is who; a word: why that is not known. */
export type Who = Identities | string;

interface Asked {
  readonly caller: Caller;
  readonly after: readonly string[] | null;
  readonly who: Who;
}

/** The accounts of a directory after a place. Null stands for one that the caller does not get. */
export async function* userRows(
  part: ReadPart,
  { caller, after, who }: Asked,
): AsyncGenerator<ExportRow | null> {
  const context = principalContext(part, caller);
  for (const user of inOrder(part.sweep.users.rows)) {
    const place = [user.externalId];
    if (after !== null && comparePlaces(place, after) <= 0) continue;
    yield seesUser(caller, user) ? { place, cells: await cellsOf(user, context, who) } : null;
  }
}

async function cellsOf(user: User, context: PrincipalContext, who: Who): Promise<ExportRow['cells']> {
  const { part, caller } = context;
  const { populationId } = user;
  return {
    directory: part.key,
    externalId: user.externalId,
    username: user.username,
    email: user.email,
    displayName: user.displayName,
    ...identityCells(user, part, caller, who),
    status: statusCell(user),
    rawStatus: user.rawStatus,
    enabled: flagCell(user.enabled),
    kind: user.kind ?? unknownWord('MISSING'),
    external: flagCell(user.external),
    population: populationId === null ? null : populationName(populationId, part),
    populationId,
    lastSignOn: cellOf(user.lastSignOn, (signOn) => signOn?.at.toISOString() ?? 'NEVER'),
    createdAt: toldInstant(user.createdAt),
    endDate: user.endDate,
    ...mfaCells(user, part, caller),
    groups: await groupsCell(user, context),
    roles: await rolesCell(user, context),
    observedAt: instantCell(user.observedAt),
  };
}

function populationName(id: string, { populations }: ReadPart): Cell {
  const found = byExternalId(populations.rows).get(id);
  return found?.name ?? unknownWord(populations.complete ? 'NOT_FOUND' : (populations.reason ?? 'PARTIAL'));
}

/** Named after the first account that the caller sees, as in the graph. */
function identityCells(
  { directory, externalId }: User,
  { sweep }: ReadPart,
  caller: Caller,
  who: Who,
): { readonly identity: Cell; readonly primaryAccount: Cell } {
  if (typeof who === 'string') return { identity: who, primaryAccount: who };
  const ref = { directory, externalId };
  const seen = who.identityOf(ref)?.links.find(({ user }) => seesUser(caller, user));
  const match = who.matchOf(ref, sweep.takenAt);
  return {
    identity: seen === undefined ? unknownWord('NOT_FOUND') : identityId(seen.user),
    primaryAccount: match === null ? unknownWord('NOT_FOUND') : primaryOf(match, caller),
  };
}

function primaryOf(match: NonNullable<ReturnType<Identities['matchOf']>>, caller: Caller): Cell {
  switch (match.kind) {
    case 'MATCHED':
      return seesUser(caller, match.user)
        ? `${match.user.directory}:${match.user.externalId}`
        : unknownWord('NOT_PERMITTED');
    case 'NONE':
      return 'NONE';
    case 'AMBIGUOUS':
      return unknownWord('AMBIGUOUS_MATCH');
    case 'UNKNOWN':
    default:
      return unknownWord(match.reason);
  }
}

function mfaCells(user: User, { sweep }: ReadPart, caller: Caller) {
  if (!reaches(caller, 'mfa:read', placeOfUser(user))) {
    const word = unknownWord('NOT_PERMITTED');
    return { mfaStatus: word, mfaTier: word, mfaFactors: word };
  }
  const posture = postureOf(user, sweep.devices.get(user.externalId) ?? unknown('NOT_REQUESTED'));
  const why = unknownWord(posture.unknownReason ?? 'INVALID_VALUE');
  const active = posture.devices?.filter(({ status }) => status === 'ACTIVE');
  return {
    mfaStatus: posture.status === 'UNKNOWN' ? why : posture.status,
    mfaTier: posture.tier === 'UNKNOWN' ? why : posture.tier,
    mfaFactors: active?.map(({ externalId, type }): ListItem => ({ id: externalId, text: type })) ?? why,
  };
}

async function groupsCell(user: User, { part, sees, groupsOf }: PrincipalContext): Promise<Cell> {
  const { groups, gap } = await groupsOf(user);
  const known = byExternalId(part.sweep.groups.rows);
  const items = groups
    .filter(({ groupId }) => sees(groupId))
    .map(({ groupId }): ListItem => ({
      id: groupId,
      text: known.get(groupId)?.name ?? unknownWord('NOT_FOUND'),
    }));
  return listCell(items, part.sweep.userGroupsGap ?? gapThatCounts(gap));
}

async function rolesCell(user: User, { part, rolesOf }: PrincipalContext): Promise<Cell> {
  const { rows, complete, reason } = await rolesOf(user);
  const why = unknownWord(part.roles.complete ? 'NOT_FOUND' : (part.roles.reason ?? 'PARTIAL'));
  const items = rows.map(({ roleId, roleName, scopeType, scopeId }): ListItem => ({
    id: roleId,
    text: `${roleName ?? why} (${scopeType} ${scopeId})`,
  }));
  return listCell(items, complete ? null : (reason ?? 'PARTIAL'));
}

/** A directory without groups in groups has no more groups to tell of. */
function gapThatCounts<T>(gap: T): T | null {
  return gap === 'UNSUPPORTED' ? null : gap;
}
