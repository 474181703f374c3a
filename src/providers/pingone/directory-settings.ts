import type { Certificate } from '../../model/policy.ts';
import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { SettingReads } from '../provider.ts';
import type { Members, Row } from '../rows.ts';
import { text } from '../rows.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { expectMethods, toAdministratorSecurity } from './administrator-security.ts';
import { toCertificate } from './certificate.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { toPopulation } from './group.ts';
import { toIdentityProvider, toIdentityProviderAttribute } from './identity-provider.ts';
import {
  expectDevicePolicy,
  toDeviceAuthenticationPolicy,
  toFido2Policy,
  toMfaSettings,
} from './mfa-policy.ts';
import { toPasswordPolicy } from './password-policy.ts';
import { readRoles } from './roles.ts';
import { readGatewayRoleAssignments, toGateway, toGatewayCredential } from './gateways.ts';
import {
  gatewayCredentialShape,
  gatewayShape,
  identityProviderShape,
  passwordPolicyShape,
  populationShape,
  signOnPolicyShape,
  webhookShape,
} from './setting-shapes.ts';
import { expectShape, type Shape } from './shape.ts';
import { toSignOnPolicy, toSignOnPolicyAction } from './sign-on-policy.ts';
import { readUserActivities } from './user-activities.ts';
import { toWebhook } from './webhook.ts';

/** Collections of an environment that are small enough to be read whole. */
export function createSettingReads(api: EnvironmentApi): SettingReads {
  const directory = api.settings.key;

  /** A whole collection directly under the environment, whose rows need to know their directory only. */
  function whole<T>(
    collection: string,
    shape: Shape,
    toModel: (row: Row, directory: string, observedAt: Date) => T,
  ) {
    return async (context: CallContext): Promise<Listing<T>> =>
      await api.list(collection, {}, collection, context, (row, at, origin) => {
        expectShape(row.members, shape, origin);
        return toModel(row, directory, at);
      });
  }

  async function certificates(context: CallContext): Promise<Listing<Certificate>> {
    const [own, keys] = await Promise.all([
      api.list('certificates', {}, 'certificates', context, (row) => toCertificate(row, directory, false)),
      api.list('keys', {}, 'keys', context, (row) => toCertificate(row, directory, true)),
    ]);
    return { ...own, rows: [...own.rows, ...keys.rows] };
  }

  return {
    populations: whole('populations', populationShape, toPopulation),
    roles: async (context) => await readRoles(api, context),
    signOnPolicies: whole('signOnPolicies', signOnPolicyShape, toSignOnPolicy),
    signOnPolicyActions: async (signOnPolicyId, context) => {
      const template = 'signOnPolicies/{signOnPolicyId}/actions';
      const actions = await api.list(template, { signOnPolicyId }, 'actions', context, toSignOnPolicyAction);
      return { ...actions, rows: actions.rows.toSorted((a, b) => a.priority - b.priority) };
    },
    passwordPolicies: whole('passwordPolicies', passwordPolicyShape, toPasswordPolicy),
    deviceAuthenticationPolicies: async (context) =>
      await api.list(
        'deviceAuthenticationPolicies',
        {},
        'deviceAuthenticationPolicies',
        context,
        (row, _at, origin) => {
          expectDevicePolicy(row.members, origin);
          return toDeviceAuthenticationPolicy(row, directory);
        },
      ),
    fido2Policies: whole('fido2Policies', {}, toFido2Policy),
    mfaSettings: async (context) => toMfaSettings((await api.read('mfaSettings', {}, context)).members),
    administratorSecurity: async (context) => {
      const { members, origin } = await api.read('adminConfig', {}, context);
      expectMethods(members, origin);
      return toAdministratorSecurity(members);
    },
    identityProviders: async (context) =>
      await api.list('identityProviders', {}, 'identityProviders', context, (row, _at, origin) => {
        expectShape(row.members, identityProviderShape, origin);
        return toIdentityProvider(row, directory, origin);
      }),
    identityProviderAttributes: async (identityProviderId, context) => {
      const template = 'identityProviders/{identityProviderId}/attributes';
      return await api.list(
        template,
        { identityProviderId },
        'attributes',
        context,
        toIdentityProviderAttribute,
      );
    },
    certificates,
    webhooks: whole('subscriptions', webhookShape, toWebhook),
    gatewayRoleAssignments: async (context) => await readGatewayRoleAssignments(api, context),
    gateways: whole('gateways', gatewayShape, toGateway),
    gatewayCredentials: async (gatewayId, context) =>
      await api.list(
        'gateways/{gatewayId}/credentials',
        { gatewayId },
        'credentials',
        context,
        (row, _at, origin) => {
          expectShape(row.members, gatewayCredentialShape, origin);
          return toGatewayCredential(row);
        },
      ),
    userActivities: async (from, to, context) => await readUserActivities(api, from, to, context),
    populationIdentityProvider: async (populationId, context) => {
      const template = 'populations/{populationId}/defaultIdentityProvider';
      const { members, origin } = await api.read(template, { populationId }, context);
      return defaultProviderOf(members, origin);
    },
  };
}

/** `{ type: "PING_ONE" }`: its people sign on here; else the provider with the id. @throws {UpstreamError} `BAD_RESPONSE` for neither. */
function defaultProviderOf(members: Members, origin: Origin): string | null {
  const [type, id] = [text(members, 'type'), text(members, 'id')];
  if (type === null || (type !== 'PING_ONE' && id === null))
    throw badResponse(
      origin,
      'was expected to name the type of an identity provider, and its id unless it is PING_ONE',
    );
  return type === 'PING_ONE' ? null : id;
}
