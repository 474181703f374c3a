import type { Application } from '../../model/application.ts';
import type { ApplicationFacts, DirectoryFacts } from '../facts.ts';
import { and, flag, not, or, undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';

export function isEnabled(app: Application): Truth {
  return flag(app.enabled);
}

export function speaks(app: Application, protocol: 'OPENID_CONNECT' | 'SAML'): Truth {
  return app.protocol === 'UNKNOWN' ? undecided('INVALID_VALUE') : app.protocol === protocol;
}

/**
 * Whether an OpenID Connect application may use one of these grant types. Every such application has at least one, so a
 * row without any is one of the reduced rows that PingOne answers for its own applications.
 */
export function usesGrantType(app: Application, ...grantTypes: readonly string[]): Truth {
  return and(
    () => speaks(app, 'OPENID_CONNECT'),
    () =>
      app.oidc === null || app.oidc.grantTypes.length === 0
        ? undecided('FIELD_NULL')
        : app.oidc.grantTypes.some((grantType) => grantTypes.includes(grantType)),
  );
}

/** Whether the application sends people's browsers to one of its addresses. */
export function redirects(app: Application): Truth {
  return usesGrantType(app, 'AUTHORIZATION_CODE', 'IMPLICIT');
}

const machineTypes = new Set(['WORKER', 'SERVICE']);
/** Types that PingOne gives to links and to applications of every protocol. */
const anyProtocol = new Set([
  'WEB_APP',
  'NATIVE_APP',
  'SINGLE_PAGE_APP',
  'CUSTOM_APP',
  'TEMPLATE_APP',
  'PORTAL_LINK_APP',
]);
/** All types that PingOne documents. A further one may be meant for anything. */
const pingOneTypes = new Set([
  ...anyProtocol,
  ...machineTypes,
  'PING_ONE_PORTAL',
  'PING_ONE_SELF_SERVICE',
  'PING_ONE_ADMIN_CONSOLE',
]);

type OfDirectory = Pick<ApplicationFacts, 'application'> & {
  readonly directory: Pick<DirectoryFacts, 'kind'>;
};

/** Whether the application is of one of these types. Undecided of a type that nobody knows, where the types are known. */
export function isOfType(
  { application: { type }, directory }: OfDirectory,
  ...types: readonly string[]
): Truth {
  if (type !== null && types.includes(type)) return true;
  return directory.kind === 'PINGONE' && type !== null && !pingOneTypes.has(type)
    ? undecided('INVALID_VALUE')
    : false;
}

/** Whether people sign on to it here. A link to somewhere else is not signed on to. */
export function isInteractive(app: Application): Truth {
  if (app.protocol === 'SAML' || app.protocol === 'WS_FED') return true;
  if (app.protocol === 'EXTERNAL_LINK') return false;
  const byGrant = usesGrantType(app, 'AUTHORIZATION_CODE', 'IMPLICIT', 'DEVICE_CODE', 'CIBA');
  if (typeof byGrant === 'boolean' || app.type === null) return byGrant;
  // A row that does not say how it is signed on to may still be of a kind that says so.
  if (app.protocol === 'UNKNOWN' && anyProtocol.has(app.type)) return byGrant;
  return !machineTypes.has(app.type);
}

const secretMethods = new Set(['CLIENT_SECRET_BASIC', 'CLIENT_SECRET_POST', 'CLIENT_SECRET_JWT']);
const otherMethods = new Set(['NONE', 'PRIVATE_KEY_JWT', 'TLS_CLIENT_AUTH', 'SELF_SIGNED_TLS_CLIENT_AUTH']);

/** Whether it proves itself by a secret that both sides keep. */
export function usesSharedSecret(app: Application): Truth {
  return and(
    () => speaks(app, 'OPENID_CONNECT'),
    () => {
      const method = app.oidc?.tokenEndpointAuthMethod ?? null;
      if (method === null) return undecided('FIELD_NULL');
      // A method that nobody knows may be one by a secret.
      return secretMethods.has(method) || (otherMethods.has(method) ? false : undecided('INVALID_VALUE'));
    },
  );
}

/** A client that cannot keep a secret: everybody can take it apart. */
export function isPublicClient(app: Application): boolean {
  return (
    app.type === 'NATIVE_APP' ||
    app.type === 'SINGLE_PAGE_APP' ||
    app.oidc?.tokenEndpointAuthMethod === 'NONE'
  );
}

/** Whether tokens are also given to the application itself, with no person there: no sign-on is counted for those. */
export function worksAlone(app: Application): Truth {
  return or(
    () => app.type !== null && machineTypes.has(app.type),
    () => usesGrantType(app, 'CLIENT_CREDENTIALS'),
    () => not(isInteractive(app)),
  );
}
