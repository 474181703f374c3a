import type {
  MfaDevice,
  MfaDeviceStatus,
  MfaDeviceType,
  MfaPosture,
  MfaStatus,
  MfaTier,
} from '../model/mfa.ts';
import { builder } from './builder.ts';
import { FactSourceEnum, UnknownReasonEnum } from './fact-enums.ts';
import { objectId } from './global-id.ts';
import { nullWhenGone } from './listing.ts';

export const MfaStatusEnum = builder.enumType('MfaStatus', {
  description: 'Whether a user has a second factor that can be used.',
  values: {
    ENROLLED: { description: 'At least one device is active, not blocked and not locked.' },
    NOT_ENROLLED: { description: 'Certainly none: the devices were read.' },
    DISABLED: { description: 'The second factor is switched off for the account, whatever devices it has.' },
    UNKNOWN: { description: 'It could not be read; see `unknownReason`.' },
  } satisfies Record<MfaStatus, { description: string }>,
});

export const MfaTierEnum = builder.enumType('MfaTier', {
  description: 'How hard the strongest usable device is to trick or steal (NIST SP 800-63B).',
  values: {
    PHISHING_RESISTANT: { description: 'FIDO2, passkeys, smart cards.' },
    STRONG: { description: 'A bound application, a time-based code, a hardware code.' },
    WEAK: { description: 'SMS, voice, mail, WhatsApp.' },
    NONE: { description: 'Nothing that can be used.' },
    UNKNOWN: { description: 'It could not be read, or its kind is not known.' },
  } satisfies Record<MfaTier, { description: string }>,
});

const MfaDeviceTypeEnum = builder.enumType('MfaDeviceType', {
  description: 'What kind of second factor it is.',
  values: {
    FIDO2: { description: 'A passkey or security key.' },
    TOTP: { description: 'An authenticator application with time-based codes.' },
    MOBILE_PUSH: { description: 'A bound mobile application.' },
    OATH_TOKEN: { description: 'A hardware token with codes.' },
    DESKTOP: { description: 'A bound desktop application.' },
    SMS: { description: 'A code by text message.' },
    VOICE: { description: 'A code by telephone call.' },
    EMAIL: { description: 'A code by mail.' },
    WHATSAPP: { description: 'A code by WhatsApp.' },
    PLATFORM_KEY: {
      description: 'A key bound to one computer or telephone: Windows Hello, Okta FastPass.',
    },
    CERTIFICATE: { description: 'A certificate or smart card.' },
    SECURITY_QUESTION: { description: 'The answer to a question.' },
    UNKNOWN: { description: 'A kind that the gateway does not know; see `rawType`.' },
  } satisfies Record<MfaDeviceType, { description: string }>,
});

const MfaDeviceStatusEnum = builder.enumType('MfaDeviceStatus', {
  description: 'Whether a device can be used.',
  values: {
    ACTIVE: { description: 'It can be used.' },
    ACTIVATION_REQUIRED: { description: 'Its pairing was begun, but not ended.' },
    BLOCKED: { description: 'Somebody blocked it.' },
    LOCKED: { description: 'Too many wrong codes locked it for a time.' },
    UNKNOWN: { description: 'A state that the gateway does not know; see `rawStatus`.' },
  } satisfies Record<MfaDeviceStatus, { description: string }>,
});

export const MfaDeviceObject = builder.objectRef<MfaDevice>('MfaDevice');

builder.node(MfaDeviceObject, {
  description: 'A second factor of a user.',
  id: { resolve: (device) => `${device.directory}:${device.userId}/${device.externalId}` },
  loadOne: async (id, context) => {
    const { directory, externalId } = objectId(id);
    const [userId = '', deviceId = ''] = externalId.split('/');
    const { mfa } = context.loaders(directory).directory.provider;
    const devices = await nullWhenGone(mfa.devicesOf(userId, context.scope.context));
    return devices?.find((device) => device.externalId === deviceId) ?? null;
  },
  extensions: { permission: 'mfa:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    type: t.expose('type', { type: MfaDeviceTypeEnum, description: 'What kind of second factor it is.' }),
    rawType: t.exposeString('rawType', { description: "The provider's word for the kind." }),
    status: t.expose('status', {
      type: MfaDeviceStatusEnum,
      description: 'Whether it can be used. A device from a REPORT may be blocked without its saying so.',
    }),
    rawStatus: t.exposeString('rawStatus', { description: "The provider's words for the state." }),
    tier: t.expose('tier', { type: MfaTierEnum, description: 'How strong this kind is.' }),
    nickname: t.exposeString('nickname', {
      nullable: true,
      description: 'What its user calls it; null also where the source is a REPORT, which does not carry it.',
    }),
    contact: t.exposeString('contact', {
      nullable: true,
      description: 'Phone number or address that it answers at, where it has one.',
      extensions: { permission: 'directory:read.pii' },
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was paired; null also where the source is a REPORT, which does not carry it.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was changed last.',
    }),
  }),
});

export const MfaPostureType = builder.objectRef<MfaPosture>('MfaPosture').implement({
  description:
    "How well a user's account is protected by a second factor. Where it is switched off, `status` and `tier` cost no call; `devices` always reads them.",
  extensions: { permission: 'mfa:read' },
  fields: (t) => ({
    status: t.expose('status', {
      type: MfaStatusEnum,
      description: 'Whether there is a second factor that can be used.',
    }),
    tier: t.expose('tier', {
      type: MfaTierEnum,
      description: 'The strength of the strongest usable device.',
    }),
    devices: t.field({
      type: [MfaDeviceObject],
      nullable: true,
      description:
        'All devices, usable or not; null when they could not be read: never an empty list for a failure.',
      resolve: (posture) => posture.devices,
    }),
    source: t.expose('source', {
      type: FactSourceEnum,
      nullable: true,
      description: 'Where the answer came from; null when there is none.',
    }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The moment that the answer holds for; null when there is none.',
    }),
    unknownReason: t.expose('unknownReason', {
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why something of this is unknown; null when nothing is.',
    }),
    unknownMessage: t.exposeString('message', {
      nullable: true,
      description: 'The same for people; null when nothing is unknown.',
    }),
  }),
});
