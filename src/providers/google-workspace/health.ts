import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, passed } from '../health-checks.ts';
import { isOfTokenEndpoint } from '../health-failure.ts';
import type { Provider } from '../provider.ts';
import { flag, text } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import { explainRead, explainToken } from './health-failure.ts';
import { checkReads } from './health-reads.ts';
import { checkWrites } from './health-writes.ts';
import { readAdministrator } from './profile.ts';

/**
 * Tries what the gateway needs of a Google Workspace customer, in the order in which a person would put it right. Never throws.
 * Codes: `TOKEN`, `DIRECTORY`, `READ_USERS`, `READ_DEVICES`, `READ_GROUPS`, `READ_MEMBERS`, `READ_ROLES`,
 * `READ_ROLE_ASSIGNMENTS`, `READ_APPLICATIONS`, `WRITE`, and where writing is allowed `WRITE_MEMBERS`, `WRITE_ROLES` and
 * `USER_SECURITY`. Each part has scopes of its own: one that is not delegated fails alone.
 */
export async function checkHealth(
  provider: Provider,
  apis: GoogleApis,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const directory = await checkDirectory(apis, context);
  const parts = await Promise.all([checkReads(provider, apis, context), checkWrites(apis, context)]);
  const checks = parts.flat();
  const [first] = directory;
  // Without any token at all the others would only repeat it.
  if (first?.code === 'TOKEN' && first.status === 'FAILED' && !checks.some(({ status }) => status === 'OK'))
    return directory;
  return [...directory, ...checks];
}

/** `TOKEN`: the service account may act as the administrator. `DIRECTORY`: this is one, of the customer that is configured. */
async function checkDirectory(apis: GoogleApis, context: CallContext): Promise<readonly HealthCheck[]> {
  const { adminEmail, customerId } = apis.settings;
  const token = passed('TOKEN', `The service account gets tokens to act as ${adminEmail}.`);
  try {
    const { members } = await readAdministrator(apis, context);
    const found = text(members, 'customerId');
    if (customerId !== 'my_customer' && found !== null && found !== customerId)
      return [
        token,
        failed('DIRECTORY', {
          message: `${adminEmail} belongs to the customer ${found}; configured is ${customerId}.`,
          hint: 'Set customerId to the one that the Admin console shows (Account, Account settings), or leave it out.',
        }),
      ];
    return [token, administrator(adminEmail, flag(members, 'isAdmin'), flag(members, 'isDelegatedAdmin'))];
  } catch (error) {
    if (error instanceof UpstreamError && isOfTokenEndpoint(error))
      return [failed('TOKEN', explainToken(error))];
    const told =
      error instanceof UpstreamError && error.code === 'NOT_FOUND'
        ? {
            message: `There is no user ${adminEmail} (404).`,
            hint: 'Set adminEmail to the address of an administrator of this customer.',
          }
        : explainRead(error, `The administrator ${adminEmail}`);
    return [
      ...(error instanceof UpstreamError && error.facts.status !== undefined ? [token] : []),
      failed('DIRECTORY', told),
    ];
  }
}

function administrator(email: string, isAdmin: boolean | null, isDelegated: boolean | null): HealthCheck {
  const code = 'DIRECTORY';
  if (isAdmin === true) return passed(code, `${email} is a super administrator.`);
  const message =
    isDelegated === true
      ? `${email} is an administrator with some roles only: what these do not allow cannot be read or changed.`
      : `${email} does not seem to be an administrator.`;
  return {
    code,
    status: 'WARNING',
    message,
    hint: 'Role assignments and administrators can be seen and changed by super administrators only.',
  };
}
