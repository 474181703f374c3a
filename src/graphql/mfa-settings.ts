import type {
  AdministratorSecurity,
  DeviceAuthenticationPolicy,
  DeviceMethod,
  Fido2Policy,
  MfaSettings,
} from '../model/policy.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';

const DeviceMethodType = builder.objectRef<DeviceMethod>('DeviceMethod').implement({
  description: 'Whether a kind of second factor is offered.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    method: t.exposeString('method', { description: "The provider's word: `sms`, `totp`, `fido2`, ..." }),
    enabled: t.exposeBoolean('enabled', { nullable: true, description: 'Whether it can be used.' }),
    pairingDisabled: t.exposeBoolean('pairingDisabled', {
      nullable: true,
      description: 'Whether new ones are refused; null: the policy does not say.',
    }),
  }),
});

export const DevicePolicyType = builder.objectRef<DeviceAuthenticationPolicy>('DeviceAuthenticationPolicy');

builder.node(DevicePolicyType, {
  description: 'Which second factors are offered.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return rowById(context.loaders(directory).settings.deviceAuthenticationPolicies(), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether it is used where no other is named.',
    }),
    methods: t.field({
      type: [DeviceMethodType],
      description: 'Kinds of second factors and whether they are offered.',
      resolve: (policy) => policy.methods,
    }),
    ignoreUserLock: t.exposeBoolean('ignoreUserLock', {
      nullable: true,
      description: 'Whether a locked user can still use a second factor.',
    }),
    newDeviceNotification: t.exposeString('newDeviceNotification', {
      nullable: true,
      description: 'How people are told about a new device; `NONE`: they are not.',
    }),
    rememberMeMinutes: t.exposeInt('rememberMeMinutes', {
      nullable: true,
      description: 'Minutes for which a browser is not asked again; null: it is always asked.',
    }),
  }),
});

const Fido2PolicyType = builder.objectRef<Fido2Policy>('Fido2Policy');

builder.node(Fido2PolicyType, {
  description: 'Which passkeys and security keys are accepted.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return rowById(context.loaders(directory).settings.fido2Policies(), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether it is used where no other is named.',
    }),
    userVerification: t.exposeString('userVerification', {
      nullable: true,
      description: 'Whether the device must check who uses it.',
    }),
    attestation: t.exposeString('attestation', {
      nullable: true,
      description: 'Whether the device must prove its make.',
    }),
    authenticatorAttachment: t.exposeString('authenticatorAttachment', {
      nullable: true,
      description: 'Whether it must be built in, or roaming.',
    }),
    relyingPartyId: t.exposeString('relyingPartyId', {
      nullable: true,
      description: 'Domain that the keys are bound to.',
    }),
  }),
});

const MfaSettingsType = builder.objectRef<MfaSettings>('MfaSettings').implement({
  description: 'What holds for second factors in the whole directory.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    maxAllowedDevices: t.exposeInt('maxAllowedDevices', {
      nullable: true,
      description: 'Devices a user may have.',
    }),
    pairingKeyFormat: t.exposeString('pairingKeyFormat', {
      nullable: true,
      description: '`NUMERIC` or `ALPHANUMERIC`.',
    }),
    lockoutFailureCount: t.exposeInt('lockoutFailureCount', {
      nullable: true,
      description: 'Wrong codes until a device locks; null: it never does.',
    }),
    lockoutDurationSeconds: t.exposeInt('lockoutDurationSeconds', {
      nullable: true,
      description: 'Seconds until it unlocks by itself.',
    }),
    enabledForNewUsers: t.exposeBoolean('enabledForNewUsers', {
      nullable: true,
      description: 'Whether new users start with the second factor switched on.',
    }),
  }),
});

const AdministratorSecurityType = builder
  .objectRef<AdministratorSecurity>('AdministratorSecurity')
  .implement({
    description: 'How administrators of the directory sign on.',
    extensions: { permission: 'directory:read' },
    fields: (t) => ({
      mfaStatus: t.exposeString('mfaStatus', {
        nullable: true,
        description: '`ENFORCE`: a second factor is demanded.',
      }),
      authenticationMethod: t.exposeString('authenticationMethod', {
        nullable: true,
        description: '`PINGONE`, `EXTERNAL` or `HYBRID`.',
      }),
      allowedMethods: t.exposeStringList('allowedMethods', {
        description: 'Second factors that they may use.',
      }),
      recoveryEnabled: t.exposeBoolean('recoveryEnabled', {
        nullable: true,
        description: 'Whether they may recover their account by themselves.',
      }),
    }),
  });

builder.objectFields(DirectoryType, (t) => ({
  deviceAuthenticationPolicies: t.field({
    type: [DevicePolicyType],
    nullable: true,
    description: 'Its policies for second factors; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) =>
      wholeRows(context.loaders(directory.key).settings.deviceAuthenticationPolicies()),
  }),
  fido2Policies: t.field({
    type: [Fido2PolicyType],
    nullable: true,
    description: 'Its policies for passkeys; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) =>
      wholeRows(context.loaders(directory.key).settings.fido2Policies()),
  }),
  mfaSettings: t.field({
    type: MfaSettingsType,
    nullable: true,
    description:
      'What holds for second factors everywhere in it; null, with an error, when it could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) => context.loaders(directory.key).settings.mfaSettings(),
  }),
  administratorSecurity: t.field({
    type: AdministratorSecurityType,
    nullable: true,
    description: 'How its administrators sign on; null, with an error, when it could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) => context.loaders(directory.key).settings.administratorSecurity(),
  }),
}));
