import type { OktaOrg } from './org.ts';

type App = OktaOrg['apps'][number];

/** A few applications, one of each kind that differs. */
export function makeApps(newId: (prefix: string) => string, since: string): App[] {
  const app = (label: string, name: string, signOnMode: string, more: object): App => ({
    id: newId('0oa'),
    name,
    label,
    status: 'ACTIVE',
    created: since,
    lastUpdated: since,
    signOnMode,
    features: [],
    ...more,
  });
  return [
    app('Expenses', 'oidc_client', 'OPENID_CONNECT', {
      credentials: {
        oauthClient: {
          client_id: newId('0oa'),
          token_endpoint_auth_method: 'client_secret_basic',
          pkce_required: false,
        },
      },
      settings: {
        oauthClient: {
          application_type: 'web',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: ['https://expenses.example.com/callback'],
          wildcard_redirect: 'DISABLED',
          refresh_token: { rotation_type: 'STATIC' },
        },
      },
    }),
    app('Roster', 'oidc_client', 'OPENID_CONNECT', {
      credentials: {
        oauthClient: { client_id: newId('0oa'), token_endpoint_auth_method: 'none', pkce_required: true },
      },
      settings: {
        oauthClient: {
          application_type: 'browser',
          grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
          response_types: ['code'],
          redirect_uris: ['https://*.roster.example.com/callback'],
          wildcard_redirect: 'SUBDOMAIN',
        },
      },
    }),
    app('Payroll export', 'oidc_client', 'OPENID_CONNECT', {
      credentials: {
        oauthClient: { client_id: newId('0oa'), token_endpoint_auth_method: 'private_key_jwt' },
      },
      settings: {
        oauthClient: {
          application_type: 'service',
          grant_types: ['client_credentials'],
          response_types: ['token'],
        },
      },
    }),
    app('Travel', 'travel_saml', 'SAML_2_0', {
      settings: {
        signOn: {
          ssoAcsUrl: 'https://travel.example.com/acs',
          audience: 'https://travel.example.com',
          assertionSigned: true,
          responseSigned: false,
          honorForceAuthn: true,
          requestCompressed: false,
          allowMultipleAcsEndpoints: true,
          acsEndpoints: [{ url: 'https://travel.example.com/acs-2', index: 1 }],
        },
      },
    }),
    app('Handbook', 'bookmark', 'BOOKMARK', {
      settings: { app: { url: 'https://handbook.example.com' } },
    }),
    app('Old wiki', 'template_swa', 'BROWSER_PLUGIN', {
      status: 'INACTIVE',
      settings: {
        app: {
          url: 'https://wiki.example.com/login',
          usernameField: 'user',
          passwordField: 'password',
          buttonField: 'sign-in',
        },
      },
    }),
  ];
}
