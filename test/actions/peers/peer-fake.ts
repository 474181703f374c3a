import type { ActionName } from '../../../src/model/action.ts';
import type { Capability, ProviderKind } from '../../../src/model/directory.ts';
import type { Group } from '../../../src/model/group.ts';
import type { MfaDevice } from '../../../src/model/mfa.ts';
import type { Role, RoleAssignment } from '../../../src/model/role.ts';
import type { User } from '../../../src/model/user.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { unsupported } from '../../../src/providers/unsupported.ts';
import {
  assignmentRow,
  deviceRow,
  groupRow,
  listing,
  membership,
  page,
  profileRow,
  roleRow,
  userRow,
} from './peer-rows.ts';
import { UpstreamError, type UpstreamErrorCode } from '../../../src/upstream/upstream-error.ts';

export interface PeerOptions {
  readonly key?: string;
  readonly kind?: ProviderKind;
  /** Besides USERS. */
  readonly capabilities?: readonly Capability[];
  readonly actions?: readonly ActionName[];
  readonly more?: Partial<Provider>;
}

/** What goes wrong with a call: refused before it did anything, or done and the connection lost. */
interface PeerFault {
  readonly code: UpstreamErrorCode;
  readonly done?: boolean;
  /** How often; left out: every time. */
  times?: number;
}

/**
 * A directory in memory of any kind. It can what its capabilities say, and answers `UNSUPPORTED` to whatever else is asked; what
 * should not have been asked at all is in `strays`.
 */
export class PeerFake {
  readonly key: string;
  readonly people = new Map<string, User>();
  readonly devices = new Map<string, MfaDevice[]>();
  readonly groups = new Map<string, { readonly group: Group; readonly members: Set<string> }>();
  readonly assignments: RoleAssignment[] = [];
  readonly roles: Role[] = [];
  /** Writes in their order: `setEnabled ada false`. */
  readonly sent: string[] = [];
  /** What was asked although no capability stands for it. */
  readonly strays: string[] = [];
  /** By the beginning of what is asked: `setEnabled`, `deleteDevice ada totp`, `users.get`. */
  readonly faults = new Map<string, PeerFault>();
  readonly provider: Provider;

  constructor({ key = 'peer', kind = 'SCIM', capabilities = [], actions = [], more = {} }: PeerOptions = {}) {
    this.key = key;
    this.provider = {
      ...this.#provider(kind, new Set(['USERS', ...capabilities]), new Set(actions)),
      ...more,
    };
  }

  person(externalId: string, more: Partial<User> = {}): { readonly externalId: string } {
    this.people.set(externalId, { ...userRow(this.key, externalId), ...more });
    return { externalId };
  }

  change(id: string, more: Partial<User>): void {
    const before = this.people.get(id);
    if (before === undefined) throw this.#error('NOT_FOUND', `user ${id}`);
    this.people.set(id, { ...before, ...more });
  }

  device(userId: string, externalId: string): MfaDevice {
    const device = deviceRow(this.key, userId, externalId);
    this.devices.set(userId, [...(this.devices.get(userId) ?? []), device]);
    return device;
  }

  group(externalId: string, members: readonly string[], more: Partial<Group> = {}): { externalId: string } {
    this.groups.set(externalId, {
      group: { ...groupRow(this.key, externalId), ...more },
      members: new Set(members),
    });
    return { externalId };
  }

  /** A role that takes over the directory, and somebody who holds it. */
  appoint(userId: string, more: Partial<RoleAssignment> = {}): RoleAssignment {
    if (this.roles.length === 0) this.roles.push(roleRow(this.key));
    const assignment = { ...assignmentRow(this.key, userId, this.provider.externalId), ...more };
    this.assignments.push(assignment);
    return assignment;
  }

  fail(code: UpstreamErrorCode): never {
    throw this.#error(code, 'as told');
  }

  /** What goes wrong with what is asked now. */
  #trouble(asked: string): PeerFault | null {
    for (const [name, fault] of this.faults) {
      if (!asked.startsWith(name) || fault.times === 0) continue;
      if (fault.times !== undefined) fault.times -= 1;
      return fault;
    }
    return null;
  }

  #error(code: UpstreamErrorCode, route: string, mayHaveBeenApplied = false): UpstreamError {
    return new UpstreamError({
      code,
      message: `${code}: ${route}`,
      directory: this.key,
      route,
      mayHaveBeenApplied,
    });
  }

  async #write(asked: string, change: () => void): Promise<void> {
    this.sent.push(asked);
    const fault = this.#trouble(asked);
    if (fault === null || fault.done === true) change();
    if (fault !== null) throw this.#error(fault.code, asked, fault.done === true);
  }

  #provider(
    kind: ProviderKind,
    capabilities: ReadonlySet<Capability>,
    actions: ReadonlySet<ActionName>,
  ): Provider {
    const no = unsupported(kind, this.key);
    const read = async <T>(capability: Capability, asked: string, answer: () => T): Promise<T> => {
      if (!capabilities.has(capability)) {
        this.strays.push(asked);
        throw this.#error('UNSUPPORTED', asked);
      }
      const fault = this.#trouble(asked);
      if (fault !== null) throw this.#error(fault.code, asked);
      return answer();
    };
    const held = (id: string) =>
      listing(this.assignments.filter(({ principal }) => principal.externalId === id));
    const members = (id: string): Set<string> => this.groups.get(id)?.members ?? new Set<string>();
    return {
      ...no,
      kind,
      directory: this.key,
      externalId: `${this.key}-tenant`,
      region: null,
      capabilities,
      actions,
      ownApplicationId: null,
      listsInheritedRoles: true,
      signOnLagMs: 0,
      rateLimit: {
        requestsPerSecond: null,
        inFlight: 0,
        queued: 0,
        throttledUntil: null,
        circuit: 'closed',
      },
      usersPerPage: 200,
      groupsPerPage: 200,
      mfaReportThreshold: 1_000,
      checkHealth: async () => [],
      profile: async () => profileRow(this.key),
      users: {
        ...no.users,
        planFilter: (filter) => ({ providerFilter: null, residual: filter }),
        list: () => read('USERS', 'users.list', () => page([...this.people.values()])),
        get: (id) => read('USERS', 'users.get', () => this.people.get(id) ?? null),
        findByUsername: async () => [],
        findByEmail: async () => [],
        groupsOf: (id) =>
          read('GROUPS', 'users.groupsOf', () =>
            listing([...this.groups.keys()].filter((group) => members(group).has(id)).map(membership)),
          ),
        roleAssignmentsOf: (id) => read('ROLE_ASSIGNMENTS', 'users.roleAssignmentsOf', () => held(id)),
        passwordState: () => read('PASSWORD_STATE', 'passwordState', unexpected),
        sessions: () => read('SESSIONS', 'sessions', unexpected),
        mfaBypass: () => read('MFA_BYPASS', 'mfaBypass', unexpected),
      },
      mfa: {
        ...no.mfa,
        devicesOf: (id) => read('MFA_DEVICES', 'devicesOf', () => this.devices.get(id) ?? []),
      },
      groups: {
        ...no.groups,
        list: () =>
          read('GROUPS', 'groups.list', () => page([...this.groups.values()].map(({ group }) => group))),
        get: (id) => read('GROUPS', 'groups.get', () => this.groups.get(id)?.group ?? null),
        members: (id) =>
          read('GROUPS', 'groups.members', () =>
            page([...this.people.values()].filter(({ externalId }) => members(id).has(externalId))),
          ),
        parents: () => read('NESTED_GROUPS', 'groups.parents', unexpected),
      },
      applications: {
        ...no.applications,
        list: () => read('APPLICATIONS', 'applications.list', unexpected),
      },
      settings: { ...no.settings, roles: () => read('ROLES', 'roles', () => listing(this.roles)) },
      userWrites: {
        ...no.userWrites,
        setEnabled: (id, on) =>
          this.#write(`setEnabled ${id} ${on}`, () =>
            this.change(id, { enabled: on, status: on ? 'ACTIVE' : 'SUSPENDED' }),
          ),
        unlock: (id) => this.#write(`unlock ${id}`, () => this.change(id, { status: 'ACTIVE' })),
        unlockPassword: (id) =>
          this.#write(`unlockPassword ${id}`, () => this.change(id, { status: 'ACTIVE' })),
        forcePasswordChange: (id) =>
          this.#write(`forcePasswordChange ${id}`, () => {
            // A directory whose rows do not tell does not begin to.
            if (this.people.get(id)?.passwordChangeRequired === false)
              this.change(id, { passwordChangeRequired: true });
          }),
        endSessions: (id) => this.#write(`endSessions ${id}`, () => {}),
      },
      mfaWrites: {
        ...no.mfaWrites,
        deleteDevice: (id, deviceId) =>
          this.#write(`deleteDevice ${id} ${deviceId}`, () => {
            const left = (this.devices.get(id) ?? []).filter((device) => device.externalId !== deviceId);
            this.devices.set(id, left);
          }),
      },
      membershipWrites: {
        ...no.membershipWrites,
        userMembership: (id, groupId) =>
          read('GROUPS', 'userMembership', () => (members(groupId).has(id) ? membership(groupId) : null)),
        addUserToGroup: (id, groupId) =>
          this.#write(`addUserToGroup ${id} ${groupId}`, () => void members(groupId).add(id)),
        removeUserFromGroup: (id, groupId) =>
          this.#write(`removeUserFromGroup ${id} ${groupId}`, () => {
            members(groupId).delete(id);
            const through = this.assignments.findIndex(
              (row) => row.principal.externalId === id && row.inheritedFromGroupId === groupId,
            );
            if (through >= 0) this.assignments.splice(through, 1);
          }),
        removeRole: ({ externalId }, assignmentId) =>
          this.#write(`removeRole ${externalId} ${assignmentId}`, () => {
            const at = this.assignments.findIndex((row) => row.externalId === assignmentId);
            if (at >= 0) this.assignments.splice(at, 1);
          }),
      },
      close: async () => {},
    };
  }
}

function unexpected(): never {
  throw new RangeError('No test has this.');
}
