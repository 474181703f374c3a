import { expect, it } from 'vitest';
import { connectProvider } from '../../src/providers/registry.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { correlate } from '../../src/identities/identities.ts';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import { Secret } from '../../src/model/secret.ts';
import type { User } from '../../src/model/user.ts';
import { startOktaPeer } from '../../src/sandbox/peers/okta/okta-peer.ts';
import { oktaPeopleOf, scimPeopleOf } from '../../src/sandbox/peers/overlap.ts';
import { startScimPeer } from '../../src/sandbox/peers/scim/scim-peer.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { configOf } from '../support/gateway.ts';
import { score } from './support/score.ts';

/** `PEOPLE=20000` for the figures of a release. */
const size = Number(process.env['PEOPLE'] ?? '2000');

async function everybody({ users, usersPerPage }: Provider): Promise<readonly User[]> {
  const all: User[] = [];
  let cursor: string | null = null;
  do {
    const page = await users.list(
      { limit: usersPerPage, cursor, providerFilter: null },
      { lane: 'bulk', transactionId: 'truth' },
    );
    if (page.brokenOff !== undefined) throw page.brokenOff;
    all.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

it(`links nobody wrongly, and nearly everybody, over the simulated directories of ${size} people`, async () => {
  const sandbox = await startSandbox({ users: size });
  const oktaPeople = oktaPeopleOf(sandbox.tenant);
  const okta = await startOktaPeer({ people: oktaPeople, hasApplication: false });
  const logins = new Map([...okta.org.users.values()].map(({ id, profile }) => [profile['login'], id]));
  const scim = await startScimPeer({
    people: scimPeopleOf(oktaPeople, (username) => logins.get(username) ?? null),
  });
  const providers = [
    connectProvider({ ...configOf(sandbox, {}, 'sandbox') }),
    connectProvider({
      key: 'okta',
      provider: 'OKTA',
      orgUrl: okta.url,
      apiToken: new Secret(okta.apiToken),
      factorsMayBeHidden: false,
      adminListIncludesGroups: false,
      writable: false,
    }),
    connectProvider({
      key: 'scim',
      provider: 'SCIM',
      url: scim.address,
      token: new Secret(scim.token),
      maxPages: 10_000,
      listLimit: 5_000,
      writable: false,
    }),
  ] as const;
  const lists = await Promise.all(providers.map(everybody));
  const [ofSandbox = [], ofOkta = [], ofScim = []] = lists;

  const people = new Map<string, { readonly id: number; readonly trait: string }>();
  const personOf = new Map<string, { readonly id: number; readonly trait: string }>();
  const is = (account: string, name: string): void => {
    const trait = /^(joiner|stranger|reception)/.exec(name)?.[1] ?? 'colleague';
    const person = people.get(name) ?? { id: people.size, trait };
    people.set(name, person);
    personOf.set(account, person);
  };
  for (const { externalId } of ofSandbox) is(`sandbox ${externalId}`, externalId);
  for (const [id, person] of okta.org.personOf) is(`okta ${id}`, person);
  for (const [person, id] of scim.truth) is(`scim ${id}`, person);

  const takenAt = new Date();
  const input = (key: string, users: readonly User[]) =>
    ({
      key,
      users,
      isPrimary: key === 'okta',
      complete: true,
      reason: null,
      message: null,
      takenAt,
    }) as const;
  const directories = [input('sandbox', ofSandbox), input('okta', ofOkta), input('scim', ofScim)];
  // What an operator of these directories would say of them.
  const settings = {
    ...defaultCorrelationSettings,
    usernameDomain: { sandbox: 'example.com' },
    employeeNumberAttribute: { sandbox: 'externalId' },
  };
  const found = correlate({ directories, settings, links: [] });
  const result = score(found, { directories, personOf }, takenAt);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await Promise.all([
    ...providers.map((provider) => provider.close()),
    sandbox.close(),
    okta.close(),
    scim.close(),
  ]);
  expect(result.precision).toBe(1);
  expect(result.recall).toBeGreaterThanOrEqual(0.99);
}, 120_000);
