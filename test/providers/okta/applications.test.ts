import { expect, test } from 'vitest';
import { context, open } from './support/peer.ts';

test('applications are listed to the end of several pages, each with its protocol and settings', async () => {
  const { peer, provider } = await open();
  peer.caps.apps = 2;
  const { rows, complete } = await provider.applications.list(context);
  expect(complete).toBe(true);
  expect(rows).toHaveLength(peer.org.apps.length);
  expect(peer.requests.of('GET /api/v1/apps')).toBe(3);
  const named = new Map(rows.map((row) => [row.name, row]));
  expect(named.get('Expenses')).toMatchObject({
    protocol: 'OPENID_CONNECT',
    type: 'WEB_APP',
    enabled: true,
    oidc: {
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
      pkceEnforcement: 'OPTIONAL',
      allowWildcardInRedirectUris: false,
      // The application does not say how long tokens live: that is unknown, not for ever.
      refreshTokenReplayProtection: null,
    },
  });
  expect(named.get('Roster')).toMatchObject({
    type: 'SINGLE_PAGE_APP',
    oidc: {
      grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE'],
      pkceEnforcement: 'REQUIRED',
      allowWildcardInRedirectUris: true,
    },
  });
  expect(named.get('Payroll export')).toMatchObject({ type: 'SERVICE', oidc: { pkceEnforcement: null } });
  expect(named.get('Travel')).toMatchObject({
    protocol: 'SAML',
    oidc: null,
    saml: {
      spEntityId: 'https://travel.example.com',
      acsUrls: ['https://travel.example.com/acs', 'https://travel.example.com/acs-2'],
      assertionSigned: true,
      responseSigned: false,
    },
  });
  expect(named.get('Handbook')).toMatchObject({
    protocol: 'EXTERNAL_LINK',
    homePageUrl: 'https://handbook.example.com',
  });
  expect(named.get('Old wiki')).toMatchObject({
    protocol: 'UNKNOWN',
    rawProtocol: 'BROWSER_PLUGIN',
    enabled: false,
  });
});

test('an application is not open to everybody: only who it was assigned to gets in', async () => {
  const { provider } = await open();
  const { rows } = await provider.applications.list(context);
  for (const { accessControl } of rows) expect(accessControl.groupMatch).toBe('ANY');
});

test('one is read by its id, and one that does not exist is null', async () => {
  const { peer, provider } = await open();
  const [app] = peer.org.apps;
  expect(await provider.applications.get(app?.id ?? '', context)).toMatchObject({ externalId: app?.id });
  expect(await provider.applications.get('0oa0000000000000nobody', context)).toBeNull();
});
