import { factOf } from '../directory/fact-of.ts';
import type {
  ApplicationAttribute,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
  SignOnPolicyAssignment,
} from '../model/application.ts';
import type { Fact } from '../model/fact.ts';
import { ApplicationType } from './application.ts';
import { builder } from './builder.ts';
import { pageArgs, readPageArgs } from './connection.ts';
import { UnknownReasonEnum } from './fact-enums.ts';
import { badInput } from './global-id.ts';
import { wholeRows } from './listing.ts';
import { RoleAssignments, roleAssignmentPage } from './role-assignment.ts';
import { SignOnPolicyType, signOnPolicyById } from './sign-on-policy.ts';

const GrantType = builder.objectRef<ApplicationGrant>('ApplicationGrant').implement({
  description: 'Scopes of a resource that an application may ask for.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    resourceName: t.exposeString('resourceName', {
      nullable: true,
      description: 'Name of the resource; null when it could not be read.',
    }),
    resourceId: t.exposeString('resourceId', { description: "The provider's id of the resource." }),
    scopeIds: t.exposeStringList('scopeIds', { description: "The provider's ids of the scopes." }),
    scopes: t.stringList({
      description: 'The scopes by name, or by id where a name could not be read.',
      resolve: (grant) => grant.scopeIds.map((id, index) => grant.scopes[index] ?? id),
    }),
  }),
});

const AttributeType = builder.objectRef<ApplicationAttribute>('ApplicationAttribute').implement({
  description: 'What an application is told about a user.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Name that the application sees.' }),
    value: t.exposeString('value', { nullable: true, description: 'Where the value comes from.' }),
    required: t.exposeBoolean('required', {
      nullable: true,
      description: 'Whether sign-on fails without it.',
    }),
    mappingType: t.exposeString('mappingType', {
      nullable: true,
      description: '`CORE`, `SCOPE` or `CUSTOM`.',
    }),
  }),
});

type PolicyOfApplication = SignOnPolicyAssignment & { readonly directory: string };

const PolicyAssignmentType = builder.objectRef<PolicyOfApplication>('SignOnPolicyAssignment').implement({
  description: 'That an application signs people on by a policy.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    priority: t.exposeInt('priority', { description: 'Its place in the order; 1 is tried first.' }),
    policy: t.field({
      type: SignOnPolicyType,
      nullable: true,
      description: 'The policy; null when the provider lists no such policy.',
      extensions: { cost: { calls: 1, batched: 1 } },
      resolve: (assignment, _args, context) =>
        signOnPolicyById(context.loaders(assignment.directory), assignment.signOnPolicyId),
    }),
  }),
});

const UsageType = builder.objectRef<Fact<ApplicationUsage>>('ApplicationUsage').implement({
  description: 'How often people signed on to an application, as the provider counts completed sign-ons.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    signOns: t.int({
      nullable: true,
      description: 'Sign-ons in the window; null when it could not be read.',
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.signOns : null),
    }),
    lastSignOnAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'Start of the newest day with a sign-on; null: there was none in the window, or it is not known.',
      resolve: (fact) => (fact.state === 'KNOWN' ? fact.value.lastSignOnAt : null),
    }),
    unknownReason: t.field({
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why it is not known; null when it is.',
      resolve: (fact) => (fact.state === 'UNKNOWN' ? fact.reason : null),
    }),
  }),
});

const SecretStateType = builder.objectRef<ApplicationSecretState>('ApplicationSecretState').implement({
  description: 'What is known of a client secret; never the secret itself.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    hasPrevious: t.exposeBoolean('hasPrevious', {
      description: 'Whether the secret before the present one still opens the application.',
    }),
    previousExpiresAt: t.expose('previousExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the previous one stops to.',
    }),
    previousLastUsedAt: t.expose('previousLastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the previous one was used last.',
    }),
  }),
});

const longestWindow = 365;

builder.objectFields(ApplicationType, (t) => ({
  grants: t.field({
    type: [GrantType],
    nullable: true,
    description: 'Scopes that it may ask for; null, with an error, when they could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (application, _args, context) =>
      wholeRows(context.loaders(application.directory).applicationGrants.load(application.externalId)),
  }),
  attributes: t.field({
    type: [AttributeType],
    nullable: true,
    description: 'What it is told about users; null, with an error, when that could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (application, _args, context) =>
      wholeRows(context.loaders(application.directory).applicationAttributes.load(application.externalId)),
  }),
  signOnPolicies: t.field({
    type: [PolicyAssignmentType],
    nullable: true,
    description:
      'Policies by which it signs people on, first one first; empty: the default policy of the directory. Null, with an error, when they could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: async ({ directory, externalId }, _args, context) => {
      const loaders = context.loaders(directory);
      loaders.settings.signOnPolicies().catch(() => {});
      const rows = await wholeRows(loaders.applicationPolicies.load(externalId));
      return rows
        .map((row) => ({ ...row, directory }))
        .toSorted((one, other) => one.priority - other.priority);
    },
  }),
  roleAssignments: t.field({
    type: RoleAssignments.connection,
    nullable: true,
    description:
      'Roles that it holds itself, as a worker does; null, with an error, when they could not be read.',
    args: pageArgs,
    extensions: { cost: { calls: 1 } },
    resolve: (application, args, context) => {
      const loaders = context.loaders(application.directory);
      return roleAssignmentPage(
        loaders,
        loaders.applicationRoleAssignments.load(application.externalId),
        readPageArgs(args),
      );
    },
  }),
  usage: t.field({
    type: UsageType,
    description: 'How often it was signed on to; all applications of a directory are counted in one walk.',
    args: {
      days: t.arg.int({
        defaultValue: 14,
        description: `Length of the window in days, 1 to ${longestWindow}.`,
      }),
    },
    extensions: { cost: { calls: 10, batched: 10 } },
    resolve: (application, args, context) => {
      const days = args.days ?? 14;
      if (days < 1 || days > longestWindow) {
        throw badInput(`\`days\` is expected between 1 and ${longestWindow}; received ${days}.`);
      }
      const none: ApplicationUsage = { days, signOns: 0, lastSignOnAt: null };
      return factOf(
        context
          .loaders(application.directory)
          .usage(days)
          .then((usage) => usage.get(application.externalId) ?? none),
      );
    },
  }),
  secret: t.field({
    type: SecretStateType,
    nullable: true,
    description: 'What is known of its client secret; null, with an error, when it may not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (application, _args, context) =>
      context.loaders(application.directory).applicationSecret.load(application.externalId),
  }),
}));
