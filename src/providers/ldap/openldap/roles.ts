import type { Listing } from '../../../model/coverage.ts';
import type { Role, RoleAssignment } from '../../../model/role.ts';
import type { CallContext } from '../../../upstream/call.ts';
import { wholeListing } from '../../listing.ts';
import type { LdapApi } from '../directory-api.ts';
import { requestError } from '../request-error.ts';
import type { Entry } from '../values/entry.ts';
import { canonicalDn } from '../values/dn.ts';
import { GROUP_ATTRIBUTES, toGroup } from './group.ts';
import { searchBelow, theUser, groupsOf } from './lookups.ts';
import { holds } from './members.ts';
import { both } from '../values/filter.ts';
import { idOf } from './user.ts';

/** OpenLDAP knows no administrators: the operator names the groups whose members count as such. Only direct members are. */
export class OpenLdapRoles {
  readonly #api: LdapApi;
  readonly #known = new WeakMap<CallContext, Promise<readonly Entry[]>>();

  constructor(api: LdapApi) {
    this.#api = api;
  }

  async roles(context: CallContext): Promise<Listing<Role>> {
    const groups = await this.#privileged(context);
    const observedAt = this.#api.now();
    const rows = groups.flatMap((entry): readonly Role[] => {
      const group = toGroup(entry, this.#api.directory, observedAt);
      if (group === undefined) return [];
      return [
        {
          directory: this.#api.directory,
          externalId: group.externalId,
          name: group.name,
          description: group.description,
          custom: true,
          permissions: [],
          applicableTo: ['USER'],
          canAssignRoleIds: [],
          tier: 0,
        },
      ];
    });
    return wholeListing(rows, observedAt);
  }

  async ofUser(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const privileged = await this.#privileged(context);
    const user = await theUser(this.#api, userId, ['uid'], context);
    const filter = both(groupsOf(this.#api), holds(user));
    const found = await searchBelow(this.#api, filter, ['entryUUID'], 'search groups', context);
    if (found.brokenOff !== undefined) throw found.brokenOff;
    const held = new Set(found.entries.map(({ dn }) => canonicalDn(dn)));
    const rows = privileged.flatMap((group) =>
      held.has(canonicalDn(group.dn)) ? this.#row({ kind: 'USER', externalId: userId }, group) : [],
    );
    return wholeListing(rows, found.observedAt);
  }

  async ofGroup(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const group = (await this.#privileged(context)).find((each) => idOf(each) === groupId);
    const rows =
      group === undefined
        ? []
        : this.#row({ kind: 'GROUP', externalId: groupId }, group).map((row) => ({
            ...row,
            groupIsRole: true as const,
            readOnly: true,
          }));
    return wholeListing(rows, this.#api.now());
  }

  #row(principal: RoleAssignment['principal'], group: Entry): readonly RoleAssignment[] {
    const roleId = idOf(group);
    if (roleId === null) return [];
    const { key, baseDn } = this.#api.settings;
    return [
      {
        directory: key,
        externalId: `${principal.externalId}:${roleId}`,
        principal,
        roleId,
        scope: { type: 'ORGANIZATION', rawType: 'DIRECTORY', externalId: baseDn },
        inheritedFromGroupId: null,
        inherited: false,
        readOnly: false,
      },
    ];
  }

  #privileged(context: CallContext): Promise<readonly Entry[]> {
    const known = this.#known.get(context);
    if (known !== undefined) return known;
    const reading = this.#read(context);
    this.#known.set(context, reading);
    reading.catch(() => this.#known.delete(context));
    return reading;
  }

  /** @throws {UpstreamError} also when one of them is not there: its members would look like others. */
  async #read(context: CallContext): Promise<readonly Entry[]> {
    const { directory, settings } = this.#api;
    const call = { method: 'GET', route: 'read group' } as const;
    if (settings.privilegedGroups.length === 0)
      throw requestError(
        directory,
        'UNSUPPORTED',
        call,
        context,
        'OpenLDAP knows no administrators: name the groups whose members count as such in privilegedGroups',
      );
    return await Promise.all(
      settings.privilegedGroups.map(async (dn) => {
        const entry = await this.#api.entry(dn, GROUP_ATTRIBUTES, call.route, context);
        if (entry !== null) return entry;
        const said = `expected the privileged group ${dn}, received none: correct privilegedGroups, or let the account see it`;
        throw requestError(directory, 'NOT_FOUND', call, context, said);
      }),
    );
  }
}
