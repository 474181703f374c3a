import type { Application } from '../../model/application.ts';
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

/** Whether people sign on to it here. A link to somewhere else is not signed on to. */
export function isInteractive(app: Application): Truth {
  if (app.protocol === 'SAML' || app.protocol === 'WS_FED') return true;
  if (app.protocol === 'EXTERNAL_LINK') return false;
  const byGrant = usesGrantType(app, 'AUTHORIZATION_CODE', 'IMPLICIT', 'DEVICE_CODE', 'CIBA');
  if (typeof byGrant === 'boolean') return byGrant;
  return app.type === null ? byGrant : !machineTypes.has(app.type);
}

const secretMethods = new Set(['CLIENT_SECRET_BASIC', 'CLIENT_SECRET_POST', 'CLIENT_SECRET_JWT']);

/** Whether it proves itself by a secret that both sides keep. */
export function usesSharedSecret(app: Application): Truth {
  return and(
    () => speaks(app, 'OPENID_CONNECT'),
    () => {
      const method = app.oidc?.tokenEndpointAuthMethod ?? null;
      return method === null ? undecided('FIELD_NULL') : secretMethods.has(method);
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
