import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Directory } from '../../../src/directory/directory.ts';
import type { Sweep } from '../../../src/directory/sweep/sweep.ts';
import { takeSweep } from '../../../src/directory/sweep/take-sweep.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { openScimStage, type ScimStage } from '../../contract/scim-stage.ts';

const people = drawPeerPeople({ users: 400, asOf: new Date('2026-03-01T00:00:00Z') });

async function sweep({ provider }: ScimStage): Promise<Sweep> {
  const directory = new Directory({ provider, isPrimary: false, writable: false });
  const scope = {
    asOf: new Date(),
    maxAgeMs: null,
    meter: new CostMeter(),
    context: { lane: 'bulk', transactionId: randomUUID() },
  } as const;
  return await takeSweep(directory, { roleWalkLimit: 1_000 }, scope, () => undefined);
}

test.each([
  ['as documented', {}, 120],
  ['without filters', { filters: 'REFUSED', takesNoFilter: true }, 120],
  ['that ignores filters and gives short pages', { filters: 'IGNORED', pageCap: 50 }, 200],
] as const)(
  'a sweep over a service %s is complete, in fewer calls than there are people',
  async (_, manners: Partial<ScimManners>, most) => {
    const stage = await openScimStage({ people, manners });
    try {
      const { users, groups, groupMemberCounts, groupParents } = await sweep(stage);
      const { peer } = stage;
      expect([users.rows.length, users.complete]).toEqual([peer.users.size, true]);
      expect([groups.rows.length, groups.complete]).toEqual([peer.groups.size, true]);
      const [everyone] = peer.groups.values();
      expect(groupMemberCounts.get(everyone?.id ?? '')).toBe(everyone?.memberIds.size);
      expect([...groupParents.values()].every(({ complete }) => complete)).toBe(true);
      expect(peer.requests.total).toBeLessThan(most);
    } finally {
      await stage.close();
    }
  },
);
