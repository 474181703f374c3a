import { type Members, object, objects, text } from '../rows.ts';

/** What one row of the audit log says was touched, in terms of what a sweep holds. */
export interface Touched {
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly applicationIds: readonly string[];
  /** Why only a whole sweep can take it in; null: what is named is enough. */
  readonly sweepDue: string | null;
}

const NOTHING: Touched = { userIds: [], groupIds: [], applicationIds: [], sweepDue: null };

/**
 * Ping does not publish the names of its action types as a list: these are tolerant patterns over them, and a name that none of them
 * knows is judged by the users, groups and applications that its row names.
 *
 * Sign-ons, tokens and sessions come by the thousand and change nothing of what a sweep holds but the last sign-on, whose own
 * `observedAt` says how old it is.
 */
const PASSING = /^(AUTHENTICATION|AUTHORIZATION|FLOW|SESSION|TOKEN|RISK|OTP|USER\.ACCESS_)/;

/** What lies between objects: without the object at its one end nobody knows what to read. */
const BETWEEN = /DEVICE(?!_AUTHENTICATION)|ROLE_?ASSIGNMENT|MEMBER|GRANT|SIGN_ON_POLICY_ASSIGNMENT/;

/**
 * Things that a sweep does not hold themselves, but ids or names of which stand in what it does hold. To make one changes nothing.
 * Deleting a population takes its users along or moves them; a role, its assignments; an attribute, a value of everybody; a
 * policy, a resource or an identity provider, what refers to it: none of which is named in the row.
 */
const REFERRED_TO =
  /^(POPULATION|ROLE|CUSTOM_ROLE|SIGN_ON_POLICY|RESOURCE|SCOPE|IDENTITY_PROVIDER|SCHEMA|SCHEMA_ATTRIBUTE|GATEWAY)\.DELETED$/;
/** Grants of applications carry the names of resources and scopes. */
const NAMED_IN_GRANTS = /^(RESOURCE|SCOPE)\.UPDATED$/;

/** `/v1/environments/{id}/users/{id}/devices/{id}`: whose device it is stands in the address of it. */
const IN_ADDRESS = /\/(users|groups|applications)\/([0-9a-f-]{36})(?=[/?#]|$)/gi;

/** All ids of these are UUIDs: anything else is none, and asking for it would be refused for ever. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a row of `GET activities`, or an event of a webhook of the format ACTIVITY, which has the same members. */
export function touchedBy(row: Members): Touched {
  if (text(object(row, 'result') ?? {}, 'status')?.toUpperCase() === 'FAILED') return NOTHING;
  const type = text(object(row, 'action') ?? {}, 'type')?.toUpperCase() ?? '';
  if (PASSING.test(type)) return NOTHING;
  const resources = objects(row, 'resources');
  const kinds = [type, ...resources.map((each) => text(each, 'type')?.toUpperCase() ?? '')];
  if (REFERRED_TO.test(type) || NAMED_IN_GRANTS.test(type))
    return { ...NOTHING, sweepDue: `${type} concerns more than its row of the audit log names.` };
  const ids = idsIn(resources);
  const named = ids.userIds.length + ids.groupIds.length + ids.applicationIds.length > 0;
  if (named || !kinds.some((kind) => BETWEEN.test(kind))) return { ...ids, sweepDue: null };
  // Who pairs a device of their own is the one who acts.
  const actor = text(object(object(row, 'actors') ?? {}, 'user') ?? {}, 'id');
  if (actor !== null && UUID.test(actor) && /DEVICE/.test(type)) return { ...NOTHING, userIds: [actor] };
  return { ...NOTHING, sweepDue: `${type} names neither a user, a group nor an application.` };
}

function idsIn(resources: readonly Members[]): Omit<Touched, 'sweepDue'> {
  const found = { users: new Set<string>(), groups: new Set<string>(), applications: new Set<string>() };
  const byType = new Map([
    ['USER', found.users],
    ['GROUP', found.groups],
    ['APPLICATION', found.applications],
  ]);
  for (const resource of resources) {
    const id = text(resource, 'id');
    if (id !== null && UUID.test(id)) byType.get(text(resource, 'type')?.toUpperCase() ?? '')?.add(id);
    for (const [, place, inAddress] of text(resource, 'href')?.matchAll(IN_ADDRESS) ?? []) {
      if (place === undefined || inAddress === undefined || !UUID.test(inAddress)) continue;
      byType.get(place.slice(0, -1).toUpperCase())?.add(inAddress);
    }
  }
  return {
    userIds: [...found.users],
    groupIds: [...found.groups],
    applicationIds: [...found.applications],
  };
}
