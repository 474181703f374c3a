import type { DirectoryProfile, HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, passed, writeCheck } from '../health-checks.ts';
import { concernsToken } from '../health-failure.ts';
import type { Provider } from '../provider.ts';
import { explainRead, explainToken } from './health-failure.ts';
import { checkRights } from './health-rights.ts';
import type { EntraIdSettings } from './settings.ts';

/**
 * Tries what the gateway needs of a tenant, in the order in which a person would put it right. Never throws.
 * Codes: `TOKEN`, `DIRECTORY`, `READ_USERS`, `LAST_SIGN_ON`, `READ_REMOVED_USERS`, `READ_GROUPS`, `READ_ROLES`,
 * `READ_ROLE_ASSIGNMENTS`, `READ_APPLICATIONS`, `MFA_REPORT`, `READ_CHANGES`, `READ_DEVICES`, `WRITE`. After a failed token or tenant the others are
 * left out where they would only repeat it.
 */
export async function checkHealth(
  provider: Provider,
  settings: EntraIdSettings,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const profile = await provider.profile(context).catch((error: unknown) => error);
  if (concernsToken(profile)) return [failed('TOKEN', explainToken(profile))];
  const first = [TOKEN_OK, directoryCheck(profile as DirectoryProfile | Error)];
  if (profile instanceof UpstreamError && profile.code !== 'FORBIDDEN') return first;
  const rights = await checkRights(provider, context);
  return [...first, ...rights, writeCheck(settings.writable, WRITE_HINTS)];
}

const TOKEN_OK = passed('TOKEN', 'Microsoft issues a token to the app.');

function directoryCheck(profile: DirectoryProfile | Error): HealthCheck {
  if (profile instanceof Error)
    return failed('DIRECTORY', explainRead(profile, 'The tenant', 'Organization.Read.All'));
  return passed('DIRECTORY', `The tenant "${profile.name ?? 'without a name'}" answers.`);
}

const PERMISSIONS =
  'User.EnableDisableAccount.All, User-PasswordProfile.ReadWrite.All, User.RevokeSessions.All, ' +
  'UserAuthenticationMethod.ReadWrite.All, GroupMember.ReadWrite.All and RoleManagement.ReadWrite.Directory';

const WRITE_HINTS = {
  on: `Actions need the application permissions ${PERMISSIONS}; on administrators also a directory role.`,
  off: `To allow actions, set writable: true in rollcall.yaml and grant ${PERMISSIONS}.`,
};
