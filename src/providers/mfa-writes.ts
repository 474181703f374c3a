import type { CallContext } from '../upstream/call.ts';

/** Kinds of second factor that an administrator can pair for somebody; the others need the device itself. */
export type PairableDeviceType = 'SMS' | 'VOICE' | 'WHATSAPP' | 'EMAIL' | 'TOTP';

export interface NewMfaDevice {
  readonly type: PairableDeviceType;
  /** Phone number in international format, or address; null for kinds that are not reached by one. */
  readonly contact: string | null;
  readonly nickname: string | null;
  /** Provider's id of the device authentication policy; null: the default one. */
  readonly policyId: string | null;
  /** Whether its user has to prove that they hold it before it counts. False: whatever the provider does by itself. */
  readonly activationRequired: boolean;
}

/** What the provider answered to a pairing. The two secrets are shown once by the provider, too. */
interface PairedMfaDevice {
  readonly deviceId: string;
  /** Seed of a time-based code; null: there is none, or it was not told. */
  readonly secret: string | null;
  /** The same as an address for a QR code. */
  readonly keyUri: string | null;
}

/** With which a person pairs a mobile application. */
interface MfaPairingKey {
  /** A secret: who has it can pair a device. */
  readonly code: string;
  readonly expiresAt: Date | null;
}

/**
 * What changes second factors. A method sends, and resolves when the provider accepted; whoever calls reads back. Names say
 * whether sending twice equals sending once (`set...`, `delete...`) or not.
 */
export interface MfaWrites {
  /** Switches the second factor of an account on or off. */
  setMfaEnabled(userId: string, enabled: boolean, context: CallContext): Promise<void>;
  /** Lets an account through without a second factor until then. A moment that has come ends that. */
  setBypassUntil(userId: string, until: Date, context: CallContext): Promise<void>;
  pairDevice(userId: string, device: NewMfaDevice, context: CallContext): Promise<PairedMfaDevice>;
  makePairingKey(
    userId: string,
    key: { readonly applicationId: string; readonly policyId: string | null },
    context: CallContext,
  ): Promise<MfaPairingKey>;
  /** Ends a pairing with a first code, which is used up by it. */
  activateDevice(userId: string, deviceId: string, otp: string, context: CallContext): Promise<void>;
  setNickname(userId: string, deviceId: string, nickname: string, context: CallContext): Promise<void>;
  /**
   * Takes away all second factors of a user with one call. Left out: the provider has no such call, and they are deleted one by
   * one.
   */
  deleteAllDevices?(userId: string, context: CallContext): Promise<void>;
  /** Resolves also when there is no such device any more. */
  deleteDevice(userId: string, deviceId: string, context: CallContext): Promise<void>;
  blockDevice(userId: string, deviceId: string, context: CallContext): Promise<void>;
  unblockDevice(userId: string, deviceId: string, context: CallContext): Promise<void>;
  /** Ends the lock that too many wrong codes brought. */
  unlockDevice(userId: string, deviceId: string, context: CallContext): Promise<void>;
}
