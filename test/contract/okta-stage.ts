import { Secret } from '../../src/model/secret.ts';
import { connectOkta } from '../../src/providers/okta/connect.ts';
import { type OktaPeer, startOktaPeer } from '../../src/sandbox/peers/okta/okta-peer.ts';
import { drawPeerPeople } from '../../src/sandbox/peers/people.ts';
import { FAULTS } from './faults.ts';
import type { ProviderStage, Truth } from './stage.ts';

/** Everything but the token endpoint. */
const API = /^\/api\//;

/** A simulated organisation, and the gateway as a service application with its key. */
export async function openOktaStage(): Promise<ProviderStage> {
  const peer = await startOktaPeer({ people: drawPeerPeople({ users: 90, seed: 4 }), seed: 4 });
  peer.caps.apps = 2;
  const provider = connectOkta({
    key: 'okta',
    orgUrl: peer.url,
    clientId: peer.application.clientId,
    privateKey: new Secret(peer.privateKey),
    writable: true,
    factorsMayBeHidden: false,
    adminListIncludesGroups: false,
    systemLog: true,
  });
  return {
    provider,
    truth: truthOf(peer),
    pageSize: 20,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      peer.faults.clear();
      if (how !== null) peer.faults.add({ route: API, fault: FAULTS[how] });
    },
    writes: () => peer.requests.writes.filter(({ route }) => !route.includes('/oauth2/')).length,
    close: async () => {
      await provider.close();
      await peer.close();
    },
  };
}

function truthOf({ org }: OktaPeer): Truth {
  const users = [...org.users.values()];
  const groups = [...org.groups.values()];
  const everyone = groups.find(({ type }) => type === 'BUILT_IN');
  const someone = users.find(
    ({ id, status, credentials }) =>
      status === 'ACTIVE' &&
      credentials.provider.type === 'OKTA' &&
      (org.factors.get(id) ?? []).length > 1 &&
      !org.roles.has(id),
  );
  const administrator = users.find(({ id }) => org.roles.get(id)?.[0]?.type === 'USER_ADMIN');
  if (everyone === undefined || someone === undefined || administrator === undefined)
    throw new Error('expected an organisation with everybody that a test needs, found one without');
  const joinable = groups.find(
    ({ id, type }) =>
      type === 'OKTA_GROUP' && !org.roles.has(id) && org.members.get(id)?.has(someone.id) === false,
  );
  return {
    users: users.map(({ id }) => id),
    groups: groups.map(({ id }) => id),
    members: new Map([[everyone.id, [...(org.members.get(everyone.id) ?? [])]]]),
    someone: {
      id: someone.id,
      username: String(someone.profile['login']),
      email: String(someone.profile['email']),
    },
    joinable: joinable?.id ?? null,
    administrator: { userId: administrator.id, roleId: 'USER_ADMIN' },
  };
}
