import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment } from '../action.ts';

/**
 * The second factors of a user who was just read: asked for, or where nothing lists them what the user's own row tells.
 * @throws {UpstreamError} also `UNSUPPORTED`, when that row does not tell: then nobody knows what there is.
 */
export async function freshDevicesOf(
  user: User,
  { directory, provider, context }: Pick<ActionEnvironment, 'directory' | 'provider' | 'context'>,
): Promise<readonly MfaDevice[]> {
  if (directory.can('MFA_DEVICES')) return await provider.mfa.devicesOf(user.externalId, context);
  if (user.listedDevices !== null) return user.listedDevices;
  throw new UpstreamError({
    code: 'UNSUPPORTED',
    message: `${directory.key}: expected the user's row to tell of second factors, since nothing else lists them; it does not.`,
    directory: directory.key,
    route: 'second factors',
  });
}
