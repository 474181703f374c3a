import { Secret } from '../../model/secret.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import type { MfaWrites, NewMfaDevice } from '../mfa-writes.ts';
import { instant, text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { explained } from './write-errors.ts';

const DEVICE = 'users/{userId}/devices/{deviceId}';
const NAMED_BY_PHONE = new Set(['SMS', 'VOICE', 'WHATSAPP']);

export function createMfaWrites(api: EnvironmentApi): MfaWrites {
  /** PingOne chooses what to do to a device by the content type (API reference, "Block MFA User Device"). */
  async function trigger(
    verb: string,
    ids: { readonly userId: string; readonly deviceId: string },
    context: CallContext,
    body?: object,
  ): Promise<void> {
    const contentType = `application/vnd.pingidentity.device.${verb}+json`;
    await api.command(DEVICE, ids, { method: 'POST', contentType, ...(body && { body }) }, context);
  }

  return {
    /** `mfaEnabled` is changed by this call only, never with the user's own record (API reference, "Enable Users MFA"). */
    setMfaEnabled: async (userId, mfaEnabled, context) => {
      await api.command(
        'users/{userId}/mfaEnabled',
        { userId },
        { method: 'PUT', body: { mfaEnabled } },
        context,
      );
    },
    /**
     * The moment is a required member, and this is the only format that it may have (API reference, "Allow MFA Bypass for
     * User"). There is no documented call that takes a bypass away: one whose end has come is over.
     */
    setBypassUntil: async (userId, until, context) => {
      const body = { bypassMFAEnabledUntil: until.toISOString() };
      await api.command('users/{userId}/bypassMFA', { userId }, { method: 'PUT', body }, context);
    },
    pairDevice: async (userId, device, context) => {
      const { members, origin } = await explained(
        () =>
          api.send('users/{userId}/devices', { userId }, { method: 'POST', body: bodyOf(device) }, context),
        new Secret(device.contact ?? ''),
      );
      const deviceId = text(members, 'id');
      if (deviceId === null)
        throw badResponse(origin, `is a device without an id, found ${kindOf(members['id'])}`);
      return { deviceId, secret: text(members, 'secret'), keyUri: text(members, 'keyUri') };
    },
    makePairingKey: async (userId, { applicationId, policyId }, context) => {
      const body = { applications: [{ id: applicationId }], ...policy(policyId) };
      const { members, origin } = await explained(() =>
        api.send('users/{userId}/pairingKeys', { userId }, { method: 'POST', body }, context),
      );
      const code = text(members, 'code');
      if (code === null)
        throw badResponse(origin, `is a pairing key without a code, found ${kindOf(members['code'])}`);
      return { code, expiresAt: instant(members, 'expiresAt') };
    },
    setNickname: (userId, deviceId, nickname, context) =>
      explained(() =>
        api.command(
          `${DEVICE}/nickname`,
          { userId, deviceId },
          { method: 'PUT', body: { nickname } },
          context,
        ),
      ),
    deleteDevice: async (userId, deviceId, context) => {
      try {
        await api.command(DEVICE, { userId, deviceId }, { method: 'DELETE' }, context);
      } catch (error) {
        if (!(error instanceof UpstreamError && error.code === 'NOT_FOUND')) throw error;
      }
    },
    activateDevice: (userId, deviceId, otp, context) =>
      explained(() => trigger('activate', { userId, deviceId }, context, { otp }), new Secret(otp)),
    blockDevice: (userId, deviceId, context) => trigger('block', { userId, deviceId }, context),
    // Not on a page of its own in the API reference; named after the one that blocks.
    unblockDevice: (userId, deviceId, context) => trigger('unblock', { userId, deviceId }, context),
    unlockDevice: (userId, deviceId, context) => trigger('unlock', { userId, deviceId }, context),
  };
}

/** An administrator pairs a device as ACTIVE unless the body says otherwise (API reference, "Create MFA User Device"). */
function bodyOf({ type, contact, nickname, policyId, activationRequired }: NewMfaDevice): object {
  return {
    type,
    ...(contact === null ? {} : NAMED_BY_PHONE.has(type) ? { phone: contact } : { email: contact }),
    ...(nickname === null ? {} : { nickname }),
    ...policy(policyId),
    ...(activationRequired ? { status: 'ACTIVATION_REQUIRED' } : {}),
  };
}

function policy(id: string | null): { readonly policy?: { readonly id: string } } {
  return id === null ? {} : { policy: { id } };
}
