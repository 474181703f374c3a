import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { failed, passed, type ReadAttempt, writeCheck } from '../health-checks.ts';
import type { LdapApi } from './directory-api.ts';
import type { FlavourParts } from './flavour.ts';
import { checkConnection } from './health-connection.ts';
import { explainRead } from './health-failure.ts';
import type { Flavour } from './settings.ts';

export interface HealthParts {
  readonly api: LdapApi;
  readonly parts: (flavour: Flavour) => FlavourParts;
  /** Whether deleted users may be read; null: not tried. */
  readonly removed: () => boolean | null;
}

interface Attempt extends Pick<ReadAttempt, 'code' | 'what'> {
  /** Answers how many there are, or null where that says nothing. */
  readonly run: () => Promise<number | null>;
}

/**
 * Tries what the gateway needs of a directory, in the order in which a person would put it right. Never throws. Codes: `TOKEN` (the
 * bind), `DIRECTORY` (base and flavour), `LOCKS` (OpenLDAP), `READ_USERS`, `READ_REMOVED_USERS` (Active Directory), `READ_GROUPS`,
 * `READ_ROLES`, `WRITE`. Lists are read whole: it shows whether a limit cuts them.
 */
export async function checkHealth(
  health: HealthParts,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const { api } = health;
  const { reached, checks } = await checkConnection(api, context);
  if (reached === null) return checks;
  const of = health.parts(reached.flavour);
  const rights = await Promise.all([
    tryOne({ code: 'READ_USERS', what: 'Users', run: async () => await counted(of.users({}, context)) }),
    tryOne({ code: 'READ_GROUPS', what: 'Groups', run: async () => await counted(of.groups(context)) }),
    rolesCheck(api, of, reached.flavour, context),
  ]);
  const [users, groups, roles] = rights;
  return [
    ...checks,
    users,
    ...(reached.flavour === 'active-directory' ? [removedCheck(health.removed())] : []),
    groups,
    roles,
    writeCheck(api.settings.writable, WRITE_HINTS),
  ];
}

async function counted(
  list: ReturnType<FlavourParts['users']> | ReturnType<FlavourParts['groups']>,
): Promise<number> {
  const { rows, brokenOff } = await list;
  if (brokenOff !== undefined) throw brokenOff;
  return rows.length;
}

async function tryOne({ code, what, run }: Attempt): Promise<HealthCheck> {
  try {
    const count = await run();
    if (count === 0)
      return {
        code,
        status: 'WARNING',
        message: `${what} can be searched, and none was found.`,
        hint: 'Who lacks the right to see entries is shown none: check baseDn, the filter, and the rights of the account.',
      };
    return passed(code, `${what} can be read${count === null ? '' : ` (${count})`}.`);
  } catch (error) {
    return failed(code, explainRead(error, what));
  }
}

async function rolesCheck(
  api: LdapApi,
  of: FlavourParts,
  flavour: Flavour,
  context: CallContext,
): Promise<HealthCheck> {
  if (flavour === 'openldap' && api.settings.privilegedGroups.length === 0)
    return {
      code: 'READ_ROLES',
      status: 'SKIPPED',
      message: 'OpenLDAP knows no administrators, and no group was named whose members count as such.',
      hint: 'Set privilegedGroups to the DNs of those groups.',
    };
  return await tryOne({
    code: 'READ_ROLES',
    what: 'Groups of administrators',
    run: async () => (await of.roles(context)).rows.length,
  });
}

function removedCheck(seen: boolean | null): HealthCheck {
  const code = 'READ_REMOVED_USERS';
  if (seen === true) return passed(code, 'Users who were deleted can be read.');
  if (seen === null)
    return { code, status: 'SKIPPED', message: 'Not tried: users cannot be read.', hint: null };
  return {
    code,
    status: 'WARNING',
    message:
      'Users who were deleted cannot be read: somebody who left looks like somebody who was never there.',
    hint: 'Give the account "List Contents" and "Read Property" on CN=Deleted Objects (dsacls "CN=Deleted Objects,DC=..." /takeownership, then /G DOMAIN\\account:LCRP).',
  };
}

const WRITE_HINTS = {
  on: 'The account needs the right to write userAccountControl, lockoutTime, pwdLastSet and member (OpenLDAP: pwdAccountLockedTime, pwdReset and member).',
  off: 'To allow actions, set writable: true for this directory and give the account the rights.',
};
