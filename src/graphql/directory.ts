import type { Directory, Health } from '../directory/directory.ts';
import type { Capability, HealthCheck, ProviderKind } from '../model/directory.ts';
import { factOf } from '../directory/fact-of.ts';
import { builder } from './builder.ts';
import { placeOfDirectory } from './place.ts';

export const ProviderKindEnum = builder.enumType('Provider', {
  description: 'A kind of identity product.',
  values: {
    PINGONE: { description: 'PingOne, a directory of which is an environment.' },
    OKTA: { description: 'Okta, a directory of which is an organisation.' },
    ENTRA_ID: { description: 'Microsoft Entra ID, a directory of which is a tenant.' },
    GOOGLE_WORKSPACE: { description: 'Google Workspace, a directory of which is a customer.' },
    SCIM: { description: 'Any server that speaks SCIM 2.0.' },
    LDAP: { description: 'An LDAP directory or Active Directory.' },
    KEYCLOAK: { description: 'Keycloak, a directory of which is a realm.' },
  } satisfies Record<ProviderKind, { description: string }>,
});

const CapabilityEnum = builder.enumType('Capability', {
  description:
    'What a directory can answer or do. What is absent answers UNKNOWN with the reason UNSUPPORTED.',
  values: {
    USERS: { description: 'Its users.' },
    CHANGES: {
      description:
        'It tells what was changed since a moment: its snapshot is kept fresh without a whole sweep.',
    },
    POPULATIONS: { description: 'Parts of its users that are administered together.' },
    GROUPS: { description: 'Groups and their members.' },
    NESTED_GROUPS: { description: 'Groups within groups.' },
    DYNAMIC_GROUPS: { description: 'Groups whose members follow from a filter.' },
    GROUP_OWNERS: { description: 'Who answers for a group.' },
    ROLES: { description: 'Roles of administrators.' },
    ROLE_ASSIGNMENTS: { description: 'Who holds which role.' },
    APPLICATIONS: { description: 'Applications that people or machines sign on to.' },
    APPLICATION_OWNERS: { description: 'Who answers for an application.' },
    APPLICATION_USAGE: { description: 'How often applications are signed on to.' },
    SIGN_ON_POLICIES: { description: 'How people prove who they are.' },
    PASSWORD_POLICIES: { description: 'What passwords must be like.' },
    DEVICE_AUTHENTICATION_POLICIES: { description: 'Which second factors are offered.' },
    IDENTITY_PROVIDERS: { description: 'Outside identity providers that it trusts.' },
    CERTIFICATES: { description: 'Certificates and keys.' },
    MFA_DEVICES: { description: 'Second factors, user by user.' },
    MFA_DEVICE_REPORT: { description: 'Second factors of everybody in a few calls.' },
    MFA_IN_LIST: { description: 'Second factors as the rows of users tell them: no call is needed.' },
    MFA_BYPASS: { description: 'Windows in which the second factor is not asked for.' },
    LAST_SIGN_ON: { description: 'When a user signed on last.' },
    PASSWORD_STATE: { description: 'Whether a password is set, expired or locked.' },
    SESSIONS: { description: 'Sessions of a user.' },
    LINKED_ACCOUNTS: { description: "A user's accounts at outside identity providers." },
    REMOVED_USERS: { description: 'Lists show removed users too, as DEPROVISIONED.' },
    SUSPEND_USER: { description: 'Blocking and allowing sign-in.' },
  } satisfies Record<Capability, { description: string }>,
});

const CheckStatusEnum = builder.enumType('CheckStatus', {
  description: 'How a check ended.',
  values: {
    OK: { description: 'It works.' },
    WARNING: { description: 'It works, but something needs attention.' },
    FAILED: { description: 'It does not work; the hint says what to do.' },
    SKIPPED: { description: 'It was not tried, since something before it failed or it is not in use.' },
  } as const,
});

const HealthStatusEnum = builder.enumType('HealthStatus', {
  description: 'Whether a directory can be used.',
  values: {
    OK: { description: 'Everything that was tried works.' },
    DEGRADED: { description: 'It answers, but something is missing: see the checks.' },
    FAILED: { description: 'It cannot be used at all.' },
  } as const,
});

const HealthCheckType = builder.objectRef<HealthCheck>('HealthCheck').implement({
  description: 'One thing that was tried on a directory.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What was tried; stable.' }),
    status: t.expose('status', { type: CheckStatusEnum, description: 'How it ended.' }),
    message: t.exposeString('message', { description: 'The same in words.' }),
    hint: t.exposeString('hint', {
      nullable: true,
      description: 'What to do; null when nothing is to be done.',
    }),
  }),
});

const HealthType = builder.objectRef<Health>('Health').implement({
  description: 'The health of a directory, tried just now.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    status: t.expose('status', { type: HealthStatusEnum, description: 'In one word.' }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime', description: 'When it was tried.' }),
    checks: t.field({
      type: [HealthCheckType],
      description: 'What was tried.',
      resolve: (health) => health.checks,
    }),
  }),
});

/** A directory; its users, groups and settings are added by the files that are named after them. */
export const DirectoryType = builder.objectRef<Directory>('Directory');

builder.node(DirectoryType, {
  description:
    'One configured instance of an identity provider: a PingOne environment, an Okta organisation.',
  id: { resolve: (directory) => directory.key },
  loadOne: (key, context) => context.directories.find((directory) => directory.key === key) ?? null,
  extensions: { permission: 'directory:read', place: placeOfDirectory },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The name that the operator gave it.' }),
    externalId: t.string({
      description: "The provider's id of it: a PingOne environment id.",
      resolve: (directory) => directory.provider.externalId,
    }),
    name: t.string({
      nullable: true,
      description: "The provider's name of it; null when it could not be read.",
      extensions: { cost: { calls: 1, batched: 1 } },
      resolve: async (directory, _args, { scope }) => {
        const profile = await factOf(directory.profile(scope));
        return profile.state === 'KNOWN' ? profile.value.name : null;
      },
    }),
    provider: t.field({
      type: ProviderKindEnum,
      description: 'What kind of product it is.',
      resolve: (directory) => directory.provider.kind,
    }),
    region: t.string({
      nullable: true,
      description: 'Region code of the provider, such as NA or EU; null where there is none.',
      resolve: (directory) => directory.provider.region,
    }),
    isPrimary: t.exposeBoolean('isPrimary', {
      description: 'Whether the operator declared it authoritative for who belongs.',
    }),
    writable: t.exposeBoolean('writable', {
      description: 'Whether the operator lets this gateway change it.',
    }),
    health: t.field({
      type: HealthType,
      description: 'Whether it can be used: tries everything that the gateway needs, now.',
      extensions: { cost: { calls: 16 } },
      resolve: (directory, _args, { scope }) => directory.health(scope),
    }),
    capabilities: t.field({
      type: [CapabilityEnum],
      description: 'What it can answer or do.',
      resolve: (directory) => [...directory.provider.capabilities],
    }),
  }),
});

builder.queryFields((t) => ({
  directories: t.field({
    type: [DirectoryType],
    nullable: true,
    description: 'Every configured directory.',
    extensions: { permission: 'directory:read' },
    resolve: (_root, _args, { directories }) => directories,
  }),
  directory: t.field({
    type: DirectoryType,
    nullable: true,
    description: 'A directory by the key that the operator gave it; null when there is none.',
    args: { key: t.arg.string({ required: true, description: 'Key of the directory.' }) },
    extensions: { permission: 'directory:read' },
    resolve: (_root, { key }, { directories }) =>
      directories.find((directory) => directory.key === key) ?? null,
  }),
}));
