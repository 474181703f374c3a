import type { PeerRequest, PeerRoute } from '../peer-server.ts';
import { badRequest, fail, notFound } from './graph-error.ts';
import type { Method } from './build-user.ts';
import { serveList } from './serve-list.ts';
import type { GraphTenant } from './tenant.ts';
import type { PeerSwitches } from './user-routes.ts';

const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['phoneMethods', 'phone'],
  ['fido2Methods', 'fido2'],
  ['microsoftAuthenticatorMethods', 'microsoftAuthenticator'],
  ['softwareOathMethods', 'softwareOath'],
  ['windowsHelloForBusinessMethods', 'windowsHelloForBusiness'],
  ['emailMethods', 'email'],
  ['temporaryAccessPassMethods', 'temporaryAccessPass'],
  ['platformCredentialMethods', 'platformCredential'],
]);

/** Names of the methods in the registration report. */
const REPORTED: ReadonlyMap<string, string> = new Map([
  ['phone', 'mobilePhone'],
  ['fido2', 'fido2'],
  ['microsoftAuthenticator', 'microsoftAuthenticatorPush'],
  ['softwareOath', 'softwareOneTimePasscode'],
  ['windowsHelloForBusiness', 'windowsHelloForBusiness'],
  ['email', 'email'],
]);

const NO_FACTOR = new Set(['email', 'securityQuestion']);

/** Authentication methods and the report over them. */
export function methodRoutes(
  tenant: GraphTenant,
  switches: PeerSwitches,
  options: {
    readonly reportPageSize: number;
    readonly reportedAt: string;
    readonly reportsDisabled: boolean;
  },
): readonly PeerRoute[] {
  function methodsOf({ params }: PeerRequest): Method[] {
    const id = (params['userId'] ?? '').toLowerCase();
    const methods = tenant.methods.get(id);
    if (methods === undefined || !tenant.users.has(id)) throw notFound(id);
    return methods;
  }

  return [
    {
      method: 'GET',
      template: '/v1.0/users/{userId}/authentication/methods',
      handle: (request) => ({ status: 200, body: { value: methodsOf(request) } }),
    },
    {
      method: 'DELETE',
      template: '/v1.0/users/{userId}/authentication/{collection}/{methodId}',
      handle: (request) => {
        const methods = methodsOf(request);
        const kind = COLLECTIONS.get(request.params['collection'] ?? '');
        const at = methods.findIndex(
          (method) => method.id === request.params['methodId'] && nameOf(method) === kind,
        );
        if (at < 0) throw fail(404, 'resourceNotFound', 'The method was not found.');
        const factors = methods.filter((method) => !['password', 'email'].includes(nameOf(method)));
        // The default method: here the Authenticator, where there is one.
        if (kind === 'microsoftAuthenticator' && factors.length > 1)
          throw badRequest('The default method cannot be deleted while there are others.');
        methods.splice(at, 1);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      template: '/v1.0/reports/authenticationMethods/userRegistrationDetails',
      handle: (request) => {
        if (!switches.premium)
          throw fail(
            403,
            'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
            "Neither tenant is B2C or tenant doesn't have premium license",
          );
        const people = [...tenant.users.values()].filter(
          ({ accountEnabled }) => options.reportsDisabled || accountEnabled === true,
        );
        const rows = people.map(({ id, userPrincipalName, userType }) => {
          const methodsRegistered = [
            ...(tenant.methods.get(id) ?? []).flatMap((method) => REPORTED.get(nameOf(method)) ?? []),
            ...(tenant.reportedOnly.get(id) ?? []),
          ];
          const factors = methodsRegistered.filter((name) => !NO_FACTOR.has(name));
          return {
            id,
            userPrincipalName,
            userType: userType === 'Guest' ? 'guest' : 'member',
            isAdmin: [...tenant.roleAssignments.values()].some(({ principalId }) => principalId === id),
            isMfaRegistered: factors.length > 0,
            isMfaCapable: factors.length > 0,
            isPasswordlessCapable: methodsRegistered.includes('fido2'),
            methodsRegistered,
            lastUpdatedDateTime: options.reportedAt,
          };
        });
        return serveList(request, rows, { most: 999, usual: options.reportPageSize, fixed: true });
      },
    },
  ];
}

function nameOf(method: Method): string {
  return method['@odata.type'].replace(/^#microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '');
}
