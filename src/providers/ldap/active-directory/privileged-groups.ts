import type { RoleTier } from '../../../model/role.ts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import { requestError } from '../request-error.ts';
import { canonicalDn } from '../values/dn.ts';
import type { Entry } from '../values/entry.ts';
import { either, equals, throughLinks } from '../values/filter.ts';
import { ridOf, sidBytes } from '../values/sid.ts';
import { GROUP_ATTRIBUTES } from './attributes.ts';
import { domainDn } from './lookups.ts';
import { searchGroups } from './nesting.ts';
import { idOf, sidOf } from './user.ts';

/**
 * Groups that give power over the domain, by the number that is the same everywhere; names are in the language of the domain
 * (Microsoft, "Active Directory security groups"). Of the domain itself:
 */
const OF_DOMAIN: ReadonlyMap<number, RoleTier> = new Map<number, RoleTier>([
  [512, 0], // Domain Admins
  [518, 0], // Schema Admins, in the first domain of a forest
  [519, 0], // Enterprise Admins, in the first domain of a forest
  [520, 1], // Group Policy Creator Owners
  [526, 1], // Key Admins
  [527, 1], // Enterprise Key Admins
]);
/** And of its controllers, `S-1-5-32-...`: */
const BUILT_IN: ReadonlyMap<number, RoleTier> = new Map<number, RoleTier>([
  [544, 0], // Administrators
  [548, 1], // Account Operators
  [549, 1], // Server Operators
  [550, 1], // Print Operators
  [551, 1], // Backup Operators
]);
const BUILT_IN_DOMAIN = 'S-1-5-32';

interface PrivilegedGroup {
  readonly roleId: string;
  readonly id: string;
  readonly dn: string;
  readonly name: string;
  readonly description: string | null;
  readonly tier: RoleTier;
  /** The operator's setting made it one. */
  readonly custom: boolean;
}

/** A group that is privileged, or lies within one that is. */
interface PowerGroup {
  readonly id: string;
  readonly sid: string;
  readonly dn: string;
  /** The groups that it is directly in, in canonical form. */
  readonly memberOf: readonly string[];
}

/** Which groups give power, and which lead to them. */
export class PrivilegedGroups {
  readonly roles: readonly PrivilegedGroup[];
  readonly observedAt: Date;
  readonly #byDn: ReadonlyMap<string, PowerGroup>;
  readonly #roleByDn: ReadonlyMap<string, PrivilegedGroup>;

  constructor(roles: readonly PrivilegedGroup[], groups: readonly PowerGroup[], observedAt: Date) {
    this.roles = roles;
    this.observedAt = observedAt;
    this.#byDn = new Map(groups.map((group) => [canonicalDn(group.dn), group]));
    this.#roleByDn = new Map(roles.map((role) => [canonicalDn(role.dn), role]));
  }

  byDn(dn: string): PowerGroup | undefined {
    return this.#byDn.get(canonicalDn(dn));
  }

  bySid(sid: string): PowerGroup | undefined {
    return [...this.#byDn.values()].find((group) => group.sid === sid);
  }

  byId(id: string): PowerGroup | undefined {
    return [...this.#byDn.values()].find((group) => group.id === id);
  }

  /** The role that a group itself is. */
  roleOf(group: PowerGroup): PrivilegedGroup | undefined {
    return this.#roleByDn.get(canonicalDn(group.dn));
  }

  /** The roles that members of a group have, its own and those of the groups around it, over any number of steps. */
  powersOf(group: PowerGroup): readonly PrivilegedGroup[] {
    const reached = new Set([canonicalDn(group.dn)]);
    // A set is walked in the order of insertion, what is added on the way included: also groups in a ring end.
    for (const dn of reached) for (const next of this.#byDn.get(dn)?.memberOf ?? []) reached.add(next);
    return [...reached].flatMap((dn) => this.#roleByDn.get(dn) ?? []);
  }
}

/**
 * Reads them all with a handful of searches.
 * @throws {UpstreamError} also when a part of them cannot be read: half of it would make administrators look like others.
 */
export async function readPrivilegedGroups(api: LdapApi, context: CallContext): Promise<PrivilegedGroups> {
  const domain = await domainDn(api, context);
  const call = { method: 'GET', route: 'search groups' } as const;
  const root = await api.entry(domain, ['objectSid'], 'read domain', context);
  const domainSid = root === null ? null : sidOf(root);
  if (domainSid === null)
    throw requestError(
      api.directory,
      'BAD_RESPONSE',
      call,
      context,
      'expected the objectSid of the domain, received none: administrators cannot be told',
    );
  const tiers = new Map([
    ...[...OF_DOMAIN].map(([rid, tier]) => [`${domainSid}-${rid}`, tier] as const),
    ...[...BUILT_IN].map(([rid, tier]) => [`${BUILT_IN_DOMAIN}-${rid}`, tier] as const),
  ]);
  const chosen = api.settings.privilegedGroups.map((dn) => equals('distinguishedName', dn));
  const sids = [...tiers.keys()].flatMap((sid) => sidBytes(sid) ?? []).map((sid) => equals('objectSid', sid));
  const found = await searchGroups(api, either(...sids, ...chosen), GROUP_ATTRIBUTES, context);
  const roles = found.entries.flatMap((entry) => toRole(entry, tiers) ?? []);
  const missing = api.settings.privilegedGroups.find(
    (dn) => !roles.some((role) => canonicalDn(role.dn) === canonicalDn(dn)),
  );
  if (missing !== undefined)
    throw requestError(
      api.directory,
      'NOT_FOUND',
      call,
      context,
      `expected the privileged group ${missing}, received none: correct privilegedGroups, or let the account see it`,
    );
  const nested =
    roles.length === 0
      ? null
      : await searchGroups(
          api,
          either(...roles.map(({ dn }) => throughLinks('memberOf', dn))),
          GROUP_ATTRIBUTES,
          context,
        );
  const brokenOff = found.brokenOff ?? nested?.brokenOff;
  if (brokenOff !== undefined) throw brokenOff;
  const groups = [...found.entries, ...(nested?.entries ?? [])].flatMap((entry) => toPowerGroup(entry) ?? []);
  return new PrivilegedGroups(roles, groups, found.observedAt);
}

function toRole(entry: Entry, tiers: ReadonlyMap<string, RoleTier>): PrivilegedGroup | null {
  const [id, sid] = [idOf(entry), sidOf(entry)];
  if (id === null || sid === null) return null;
  const tier = tiers.get(sid);
  return {
    roleId: sid,
    id,
    dn: entry.dn,
    name: entry.text('cn') ?? entry.text('sAMAccountName') ?? `RID ${ridOf(sid)}`,
    description: entry.text('description'),
    tier: tier ?? 0,
    custom: tier === undefined,
  };
}

function toPowerGroup(entry: Entry): PowerGroup | null {
  const [id, sid] = [idOf(entry), sidOf(entry)];
  if (id === null || sid === null) return null;
  return { id, sid, dn: entry.dn, memberOf: entry.texts('memberOf').map(canonicalDn) };
}
