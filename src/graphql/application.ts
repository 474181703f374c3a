import { pageOf } from '../directory/listing-coverage.ts';
import type { Application, ApplicationProtocol, OidcSettings, SamlSettings } from '../model/application.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import {
  connectionOf,
  connectionTypes,
  largestPage,
  nextRows,
  pageArgs,
  readPageArgs,
} from './connection.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId, parseObjectId } from './global-id.ts';
import { GroupType } from './group.ts';
import { placeInDirectory } from './place.ts';

const ProtocolEnum = builder.enumType('ApplicationProtocol', {
  description: 'How an application signs people on.',
  values: {
    OPENID_CONNECT: { description: 'OpenID Connect or OAuth 2.0.' },
    SAML: { description: 'SAML 2.0.' },
    WS_FED: { description: 'WS-Federation.' },
    EXTERNAL_LINK: { description: 'A link only: the directory does not sign anybody on to it.' },
    UNKNOWN: { description: 'The provider does not say, or says what the gateway does not know.' },
  } satisfies Record<ApplicationProtocol, { description: string }>,
});

const GroupMatchEnum = builder.enumType('GroupMatch', {
  description: 'How many of the groups a user must be in.',
  values: {
    ANY: { description: 'One of them.' },
    ALL: { description: 'All of them.' },
  } as const,
});

const AccessControlType = builder.objectRef<Application>('AccessControl').implement({
  description: 'Who may use an application.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    adminOnly: t.boolean({
      description: 'Whether it is for administrators only.',
      resolve: (application) => application.accessControl.adminOnly,
    }),
    everybody: t.boolean({
      description: 'Whether any user of the directory may use it.',
      resolve: ({ accessControl }) => !accessControl.adminOnly && accessControl.groupMatch === null,
    }),
    groupMatch: t.field({
      type: GroupMatchEnum,
      nullable: true,
      description: 'How many of the groups a user must be in; null: groups do not matter.',
      resolve: (application) => application.accessControl.groupMatch,
    }),
    groups: t.field({
      type: [GroupType],
      nullable: true,
      description: 'The groups that open it; null, with an error, when they could not be read.',
      extensions: { cost: { calls: 1, batched: 10 } },
      resolve: async ({ directory, accessControl }, _args, context) => {
        const { group } = context.loaders(directory);
        const groups = await Promise.all(accessControl.groupIds.map((id) => group.load(id)));
        return groups.filter((found) => found !== null);
      },
    }),
  }),
});

const OidcType = builder.objectRef<OidcSettings>('OidcSettings').implement({
  description: 'What an OpenID Connect application is set to; never its secret.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    clientId: t.exposeString('clientId', { nullable: true, description: 'Client id.' }),
    grantTypes: t.exposeStringList('grantTypes', { description: 'Grants that it may use.' }),
    responseTypes: t.exposeStringList('responseTypes', {
      description: 'Response types that it may ask for.',
    }),
    redirectUris: t.exposeStringList('redirectUris', { description: 'Where people may be sent back to.' }),
    allowWildcardInRedirectUris: t.exposeBoolean('allowWildcardInRedirectUris', {
      nullable: true,
      description: 'Whether these may hold wildcards.',
    }),
    pkceEnforcement: t.exposeString('pkceEnforcement', {
      nullable: true,
      description: '`OPTIONAL`, `REQUIRED` or `S256_REQUIRED`.',
    }),
    tokenEndpointAuthMethod: t.exposeString('tokenEndpointAuthMethod', {
      nullable: true,
      description: 'How it proves itself at the token endpoint.',
    }),
    refreshTokenDuration: t.exposeInt('refreshTokenDuration', {
      nullable: true,
      description: 'Seconds that a refresh token lives.',
    }),
    refreshTokenRollingDuration: t.exposeInt('refreshTokenRollingDuration', {
      nullable: true,
      description: 'Seconds after which it cannot be renewed any more; null: for ever.',
    }),
  }),
});

const SamlType = builder.objectRef<SamlSettings>('SamlSettings').implement({
  description: 'What a SAML application is set to.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    spEntityId: t.exposeString('spEntityId', {
      nullable: true,
      description: 'Entity id of the application.',
    }),
    acsUrls: t.exposeStringList('acsUrls', { description: 'Where assertions are sent.' }),
    assertionSigned: t.exposeBoolean('assertionSigned', {
      nullable: true,
      description: 'Whether assertions are signed.',
    }),
    responseSigned: t.exposeBoolean('responseSigned', {
      nullable: true,
      description: 'Whether responses are signed.',
    }),
    requestSignatureRequired: t.exposeBoolean('requestSignatureRequired', {
      nullable: true,
      description: 'Whether requests must be signed.',
    }),
  }),
});

/** An application; what hangs below it (grants, policies, roles ...) is in `application-parts.ts`. */
export const ApplicationType = builder.objectRef<Application>('Application');

builder.node(ApplicationType, {
  description: 'An application that people or machines sign on to.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return context.loaders(directory).application.load(externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    directory: t.field({
      type: DirectoryType,
      description: 'The directory that it is in.',
      resolve: (application, _args, context) => context.loaders(application.directory).directory,
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    protocol: t.expose('protocol', { type: ProtocolEnum, description: 'How it signs people on.' }),
    type: t.exposeString('type', {
      nullable: true,
      description: "The provider's word for its kind, such as `WEB_APP` or `WORKER`.",
    }),
    enabled: t.exposeBoolean('enabled', {
      nullable: true,
      description: 'Whether it can be used; null when the provider does not say.',
    }),
    accessControl: t.field({
      type: AccessControlType,
      description: 'Who may use it.',
      resolve: (application) => application,
    }),
    oidc: t.expose('oidc', {
      type: OidcType,
      nullable: true,
      description: 'OpenID Connect settings; null: it uses another protocol.',
    }),
    saml: t.expose('saml', {
      type: SamlType,
      nullable: true,
      description: 'SAML settings; null: it uses another protocol.',
    }),
    homePageUrl: t.exposeString('homePageUrl', { nullable: true, description: 'Where its users go.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', nullable: true, description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was changed last.',
    }),
  }),
});

const Applications = connectionTypes<Application>(ApplicationType, { rows: 'applications' });

const ApplicationFilterInput = builder.inputType('ApplicationFilter', {
  description: 'Which applications are wanted.',
  fields: (t) => ({
    directory: t.string({ description: 'Key of the one directory to look in.' }),
  }),
});

builder.queryFields((t) => ({
  applications: t.field({
    type: Applications.connection,
    nullable: true,
    description: 'Applications of all directories, or of the one that the filter names.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: ApplicationFilterInput, description: 'Which applications are wanted.' }),
    },
    extensions: { permission: 'directory:read', cost: { calls: 1 } },
    resolve: async (_root, args, context) => {
      const page = readPageArgs(args);
      const directories = chosenDirectories(context, args.filter?.directory);
      const sources = directories.map(({ key, provider }) => ({
        directory: key,
        silence: () => provider.rateLimit,
        pageLimit: largestPage,
        keep: null,
        fetch: async () => pageOf(await context.loaders(key).applications()),
      }));
      return connectionOf(await nextRows(sources, page), () => null);
    },
  }),
  application: t.field({
    type: ApplicationType,
    nullable: true,
    description: 'An application by its id; null when it does not exist any more.',
    args: { id: t.arg.id({ required: true, description: 'Id of the application.' }) },
    extensions: { permission: 'directory:read', cost: { calls: 1 } },
    resolve: (_root, args, context) => {
      const { directory, externalId } = parseObjectId(args.id, 'Application');
      return context.loaders(directory).application.load(externalId);
    },
  }),
}));
