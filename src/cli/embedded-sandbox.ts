import type { GatewayConfig } from '../config.ts';
import type { OktaDirectoryConfig } from '../config/okta-directory.ts';
import type { PingOneDirectoryConfig } from '../config/pingone-directory.ts';
import type { ScimDirectoryConfig } from '../config/scim-directory.ts';
import type { CorrelationSettings } from '../identities/settings.ts';
import { Secret } from '../model/secret.ts';
import { type OktaPeer, startOktaPeer } from '../sandbox/peers/okta/okta-peer.ts';
import { oktaPeopleOf, scimPeopleOf } from '../sandbox/peers/overlap.ts';
import type { PeerPerson } from '../sandbox/peers/people.ts';
import { type ScimPeer, startScimPeer } from '../sandbox/peers/scim/scim-peer.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** Simulated directories within this process, and how a gateway speaks to them. */
export interface EmbeddedSandbox {
  readonly sandbox: Sandbox;
  readonly okta: OktaPeer;
  readonly scim: ScimPeer;
  readonly config: Pick<GatewayConfig, 'directories' | 'primaryDirectory'>;
  /** What makes an address of PingOne's bare user names: without it nobody there who has no address can be told. */
  readonly identities: Pick<CorrelationSettings, 'usernameDomain'>;
  /** Somebody for the ready operations to be about. */
  readonly someUsername: string | null;
  /** The address of somebody who has left, by the word of Okta, and whom the other two still let in. */
  readonly someLeaver: string | null;
  close(): Promise<void>;
}

/**
 * What a gateway without configuration speaks to: a simulated PingOne, an Okta that says who belongs, and an application that Okta
 * provisions by SCIM. Many of their people are the same. They are there to be tried out: everything is allowed in all three.
 */
export async function startEmbeddedSandbox(): Promise<EmbeddedSandbox> {
  const sandbox = await startSandbox();
  const oktaPeople = oktaPeopleOf(sandbox.tenant);
  // Its token opens everything: the key of a service application would be made for nothing.
  const okta = await startOktaPeer({ people: oktaPeople, hasApplication: false });
  const ids = new Map([...okta.org.users.values()].map(({ id, profile }) => [profile['login'], id]));
  const scimPeople = scimPeopleOf(oktaPeople, (username) => ids.get(username) ?? null);
  const scim = await startScimPeer({ people: scimPeople });
  const directories = [sandboxDirectory(sandbox), oktaDirectory(okta), scimDirectory(scim)];
  return {
    sandbox,
    okta,
    scim,
    config: { directories, primaryDirectory: 'okta' },
    identities: { usernameDomain: { sandbox: 'example.com' } },
    someUsername: secondUsername(sandbox),
    someLeaver: firstLeaver(sandbox, oktaPeople, scim),
    close: async () => {
      await Promise.all([sandbox.close(), okta.close(), scim.close()]);
    },
  };
}

/** The first person is an administrator, whom the guards protect. */
function secondUsername({ tenant }: Sandbox): string | null {
  const [, second] = tenant.collections.get('users')?.values() ?? [];
  const username = second?.['username'];
  return typeof username === 'string' ? username : null;
}

function firstLeaver({ tenant }: Sandbox, people: readonly PeerPerson[], scim: ScimPeer): string | null {
  const users = tenant.collections.get('users');
  const accounts = new Set(
    people.filter(({ status }) => status === 'ACTIVE').map(({ personId }) => personId),
  );
  const leaver = people.find(
    ({ personId, status, email }) =>
      status === 'DEPROVISIONED' &&
      !accounts.has(personId) &&
      users?.get(personId)?.['email'] === email &&
      scim.users.get(scim.truth.get(personId) ?? '')?.active === true,
  );
  return leaver?.email ?? null;
}

function sandboxDirectory({ tenant, apiUrl, authUrl }: Sandbox): PingOneDirectoryConfig {
  return {
    key: 'sandbox',
    provider: 'PINGONE',
    environmentId: tenant.environmentId,
    region: null,
    apiUrl,
    tokenUrl: `${authUrl}/${tenant.adminEnvironmentId}/as/token`,
    clientId: tenant.worker.clientId,
    clientSecret: new Secret(tenant.worker.clientSecret),
    tokenAuthMethod: tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic',
    writable: true,
    reportThreshold: 200,
  };
}

function oktaDirectory({ url, apiToken }: OktaPeer): OktaDirectoryConfig {
  return {
    key: 'okta',
    provider: 'OKTA',
    orgUrl: url,
    apiToken: new Secret(apiToken),
    factorsMayBeHidden: false,
    // The simulated one does: the others need not be asked for their roles.
    adminListIncludesGroups: true,
    systemLog: true,
    writable: true,
  };
}

function scimDirectory({ address, token }: ScimPeer): ScimDirectoryConfig {
  return {
    key: 'scim',
    provider: 'SCIM',
    url: address,
    token: new Secret(token),
    maxPages: 10_000,
    listLimit: 5_000,
    writable: true,
  };
}
