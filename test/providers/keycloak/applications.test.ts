import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { toApplication } from '../../../src/providers/keycloak/application.ts';
import { connect, contextOf } from './support/connect.ts';

const at = new Date(0);
const app = (members: object) => toApplication({ id: 'uuid-1', members: { ...members } }, 'sso', at);

describe('a client as an application', () => {
  test('has the id that addresses use, and never its secret', () => {
    const found = app({ clientId: 'intranet', protocol: 'openid-connect', enabled: true, secret: 'hunter2' });
    expect(found).toMatchObject({
      externalId: 'uuid-1',
      name: 'intranet',
      enabled: true,
      oidc: { clientId: 'intranet' },
    });
    expect(inspect(found, { depth: 9 })).not.toContain('hunter2');
  });

  test('that only queries may see is a name and nothing else', () => {
    expect(app({ clientId: 'intranet' })).toMatchObject({
      name: 'intranet',
      enabled: null,
      type: null,
      protocol: 'UNKNOWN',
      oidc: null,
    });
  });

  test.each([
    [{ publicClient: true, standardFlowEnabled: true }, 'PUBLIC', ['AUTHORIZATION_CODE'], 'NONE'],
    [
      { serviceAccountsEnabled: true, clientAuthenticatorType: 'client-jwt' },
      'SERVICE',
      ['CLIENT_CREDENTIALS'],
      'PRIVATE_KEY_JWT',
    ],
    [
      {
        implicitFlowEnabled: true,
        directAccessGrantsEnabled: true,
        clientAuthenticatorType: 'client-secret',
      },
      'CONFIDENTIAL',
      ['IMPLICIT', 'PASSWORD'],
      'CLIENT_SECRET_BASIC',
    ],
    [{ bearerOnly: true }, 'BEARER_ONLY', [], null],
  ])('with %j is %s', (members, type, grantTypes, tokenEndpointAuthMethod) => {
    const found = app({ enabled: true, protocol: 'openid-connect', ...members });
    expect(found).toMatchObject({ type, oidc: { grantTypes, tokenEndpointAuthMethod } });
  });

  test('tells of PKCE and of addresses with a star', () => {
    const client = { enabled: true, protocol: 'openid-connect', standardFlowEnabled: true };
    const loose = { ...client, redirectUris: ['https://a.example.com/*'], attributes: {} };
    expect(app(loose).oidc).toMatchObject({ pkceEnforcement: 'OPTIONAL', allowWildcardInRedirectUris: true });
    const strict = {
      ...client,
      redirectUris: ['https://a.example.com/cb'],
      attributes: { 'pkce.code.challenge.method': 'S256' },
    };
    expect(app(strict).oidc).toMatchObject({
      pkceEnforcement: 'S256_REQUIRED',
      allowWildcardInRedirectUris: false,
    });
  });

  test('of SAML tells what is signed, and not what the row leaves out', () => {
    const attributes = {
      'saml.assertion.signature': 'true',
      saml_assertion_consumer_url_post: 'https://p.example.com/acs',
    };
    expect(app({ clientId: 'urn:payroll', enabled: true, protocol: 'saml', attributes }).saml).toMatchObject({
      spEntityId: 'urn:payroll',
      acsUrls: ['https://p.example.com/acs'],
      assertionSigned: true,
      responseSigned: null,
    });
  });
});

describe('the list of clients', () => {
  test('is whole, and shows which one is the gateway itself', async () => {
    const { provider, peer } = await connect();
    expect(provider.ownApplicationId).toBeNull();
    const { rows, complete } = await provider.applications.list(contextOf());
    expect(complete).toBe(true);
    expect(rows.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...peer.state.clients.keys()].toSorted(),
    );
    expect(provider.ownApplicationId).toBe(peer.state.clientNamed('rollcall')?.id);
    expect(await provider.applications.get('nothing', contextOf())).toBeNull();
  });

  test('without any is one whose clients are hidden', async () => {
    const { provider, peer } = await connect();
    peer.state.clients.clear();
    expect(await provider.applications.list(contextOf())).toMatchObject({
      complete: false,
      reason: 'FORBIDDEN',
    });
  });
});
