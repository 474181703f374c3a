import { factOf } from '../directory/fact-of.ts';
import type { LinkedAccount, MfaBypass, PasswordState, PasswordStatus, Session } from '../model/account.ts';
import type { Fact } from '../model/fact.ts';
import { builder } from './builder.ts';
import { UnknownReasonEnum } from './fact-enums.ts';
import { wholeRows } from './listing.ts';
import { UserType } from './user.ts';

const PasswordStatusEnum = builder.enumType('PasswordStatus', {
  description: 'The state of a password.',
  values: {
    OK: { description: 'It can be used.' },
    NO_PASSWORD: { description: 'None was ever set.' },
    EXPIRED: { description: 'It is too old.' },
    LOCKED_OUT: { description: 'Too many wrong tries locked it.' },
    MUST_CHANGE: { description: 'It must be changed at the next sign-on.' },
    EXTERNAL: { description: 'An outside identity provider checks it.' },
    UNKNOWN: { description: 'It could not be read; see `unknownReason`.' },
  } satisfies Record<PasswordStatus, { description: string }>,
});

const PasswordStateType = builder.objectRef<Fact<PasswordState>>('PasswordState').implement({
  description: "The state of a user's password; never the password.",
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    status: t.field({
      type: PasswordStatusEnum,
      description: 'In one word.',
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.status : 'UNKNOWN'),
    }),
    rawStatus: t.string({
      nullable: true,
      description: "The provider's word; null when it could not be read.",
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.rawStatus : null),
    }),
    lastChangedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was set last; null: never, or not known.',
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.lastChangedAt : null),
    }),
    unknownReason: t.field({
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why the status is UNKNOWN; null when it is not.',
      resolve: (fact) => (fact.state === 'UNKNOWN' ? fact.reason : null),
    }),
  }),
});

const MfaBypassStateEnum = builder.enumType('MfaBypassState', {
  description: 'Whether the second factor is skipped for a time.',
  values: {
    OPEN: { description: 'It is skipped until `until`.' },
    NONE: { description: 'It is not skipped.' },
    UNKNOWN: { description: 'It could not be read; see `unknownReason`.' },
  } as const,
});

const MfaBypassType = builder.objectRef<Fact<MfaBypass>>('MfaBypass').implement({
  description: 'A window in which the second factor is not asked for.',
  extensions: { permission: 'mfa:read' },
  fields: (t) => ({
    state: t.field({
      type: MfaBypassStateEnum,
      description: 'Whether one is open now.',
      resolve: (fact, _args, { scope }) => {
        if (fact.state === 'UNKNOWN') return 'UNKNOWN';
        return fact.value.until !== null && fact.value.until > scope.asOf ? 'OPEN' : 'NONE';
      },
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends, or ended; null when none was set or it is not known.',
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.until : null),
    }),
    unknownReason: t.field({
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why it is not known; null when it is.',
      resolve: (fact) => (fact.state === 'UNKNOWN' ? fact.reason : null),
    }),
  }),
});

const SessionType = builder.objectRef<Session>('Session').implement({
  description: 'A session of a user that has not ended.',
  extensions: { permission: 'directory:read.pii' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it began.' }),
    activeAt: t.expose('activeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself.',
    }),
    browser: t.exposeString('browser', { nullable: true, description: 'Browser and version.' }),
    operatingSystem: t.exposeString('operatingSystem', {
      nullable: true,
      description: 'System and version.',
    }),
    deviceType: t.exposeString('deviceType', { nullable: true, description: 'Kind of device.' }),
    remoteIp: t.exposeString('remoteIp', {
      nullable: true,
      description: 'Address that it was seen from last.',
    }),
    authenticators: t.exposeStringList('authenticators', { description: 'How its user signed on.' }),
  }),
});

const LinkedAccountType = builder.objectRef<LinkedAccount>('LinkedAccount').implement({
  description: "A user's account at an outside identity provider.",
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'Id of the account there.' }),
    identityProviderName: t.exposeString('identityProviderName', {
      nullable: true,
      description: 'Name of the identity provider.',
    }),
    identityProviderType: t.exposeString('identityProviderType', {
      nullable: true,
      description: "Kind of the identity provider, in the directory's word.",
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was linked.',
    }),
  }),
});

builder.objectFields(UserType, (t) => ({
  password: t.field({
    type: PasswordStateType,
    description: 'The state of the password.',
    extensions: { cost: { calls: 1 } },
    resolve: (user, _args, context) => factOf(context.loaders(user.directory).password.load(user.externalId)),
  }),
  mfaBypass: t.field({
    type: MfaBypassType,
    nullable: true,
    description: 'Whether the second factor is skipped for a time.',
    extensions: { cost: { calls: 1 } },
    resolve: (user, _args, context) => factOf(context.loaders(user.directory).bypass.load(user.externalId)),
  }),
  sessions: t.field({
    type: [SessionType],
    nullable: true,
    description:
      'Sessions that have not ended, newest first; null, with an error, when they could not be read. A provider may show only the newest few: then `sessionsComplete` is false.',
    extensions: { cost: { calls: 1 } },
    resolve: async (user, _args, context) =>
      (await context.loaders(user.directory).sessions.load(user.externalId)).rows,
  }),
  sessionsComplete: t.boolean({
    nullable: true,
    description: 'Whether `sessions` are all there are; null, with an error, when they could not be read.',
    extensions: { cost: { calls: 1 }, permission: 'directory:read.pii' },
    resolve: async (user, _args, context) =>
      (await context.loaders(user.directory).sessions.load(user.externalId)).complete,
  }),
  linkedAccounts: t.field({
    type: [LinkedAccountType],
    nullable: true,
    description: 'Accounts at outside identity providers; null, with an error, when they could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (user, _args, context) =>
      wholeRows(context.loaders(user.directory).linkedAccounts.load(user.externalId)),
  }),
}));
