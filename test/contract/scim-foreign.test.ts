import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectPages } from '../../src/directory/collect-pages.ts';
import { context, walk } from '../providers/scim/support/lists.ts';
import { describeProvider } from './provider.ts';
import { openBetterAuthStage, openScimmyStage } from './scim-foreign.ts';
import type { ProviderStage } from './stage.ts';

describeProvider('scimmy, a SCIM service that we did not write,', async () => await openScimmyStage(4));
describeProvider(
  'better-auth, a SCIM service that we did not write,',
  async () => await openBetterAuthStage(),
);

describe('scimmy on Express 5, which loses the parameters of paging', () => {
  let stage: ProviderStage;
  beforeAll(async () => {
    stage = await openScimmyStage(5);
  }, 60_000);
  afterAll(async () => {
    await stage.close();
  });

  test('gives its first page once, and says that the list is not complete', async () => {
    const { provider, truth } = stage;
    const { rows, brokenOff } = await walk((request) =>
      provider.users.list({ ...request, providerFilter: null }, context),
    );
    expect(brokenOff).toMatchObject({ code: 'PAGINATION_LOOP' });
    expect(rows.map(({ externalId }) => externalId)).toEqual(truth.users.slice(0, 20));
  });

  test('is PARTIAL to whoever lists its users, and nobody appears twice', async () => {
    const { provider } = stage;
    const { entries, coverage } = await collectPages(
      [
        {
          directory: 'people',
          pageLimit: 20,
          keep: null,
          fetch: (request) => provider.users.list({ ...request, providerFilter: null }, context),
        },
      ],
      1_000,
      null,
    );
    expect(coverage.sources).toMatchObject([{ state: 'PARTIAL', reason: 'PARTIAL' }]);
    expect(new Set(entries.map(({ row }) => row.externalId)).size).toBe(entries.length);
  });

  test('still finds somebody beyond that page by name, and every member of a group', async () => {
    const { provider, truth } = stage;
    const found = await provider.users.findByUsername(truth.someone.username, context);
    expect(found).toMatchObject([{ externalId: truth.someone.id }]);
    for (const [groupId, ids] of truth.members) {
      const { rows, brokenOff } = await walk((request) => provider.groups.members(groupId, request, context));
      expect(brokenOff).toBeNull();
      expect(rows.map(({ externalId }) => externalId).toSorted()).toEqual(ids.toSorted());
    }
  });

  test('is told of by the health checks', async () => {
    const checks = await stage.provider.checkHealth(context);
    expect(checks.find(({ code }) => code === 'PAGING')).toMatchObject({ status: 'WARNING' });
  });
});
