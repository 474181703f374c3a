import { expect, onTestFinished, test } from 'vitest';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { openScimStage, type ScimStage } from '../../contract/scim-stage.ts';
import { context } from '../../providers/scim/support/lists.ts';
import { altered, replaced } from './altered.ts';
import type { Damage } from './stage.ts';

const unreadable = { code: 'BAD_RESPONSE' };
const people = drawPeerPeople({ users: 12 });

async function open(manners: Partial<ScimManners>): Promise<ScimStage> {
  const stage = await openScimStage({ people, manners });
  onTestFinished(async () => await stage.close());
  return stage;
}

/** What a read comes to while every answer of a route is changed so. */
async function under<T>({ peer }: ScimStage, route: RegExp, damage: Damage, read: () => Promise<T>) {
  const disarm = peer.faults.add(altered(route, damage));
  try {
    return await read();
  } finally {
    disarm();
  }
}

const withoutFilters = { filters: 'REFUSED', takesNoFilter: true } as const;

test('a list of groups whose members cannot be read is none by which somebody is in no group', async () => {
  for (const members of ['another type', { another: 'type' }, 7, [7], [{ display: 'nobody knows who' }]]) {
    const stage = await open(withoutFilters);
    const [groupId = ''] = stage.truth.groups;
    const read = async () => await stage.provider.groups.parents(groupId, context);
    await expect(under(stage, /\/Groups$/, replaced('members', members), read)).rejects.toMatchObject(
      unreadable,
    );
    expect(await read()).toMatchObject({ complete: true });
    const list = async () => await stage.provider.groups.list({ limit: 100, cursor: null }, context);
    const { rows } = await under(stage, /\/Groups$/, replaced('members', members), list);
    expect(rows.every(({ directMemberCount }) => directMemberCount === null)).toBe(true);
  }
});

test('a member whose kind is a new word, or left out, is what its address says', async () => {
  const stage = await open({});
  const outer = [...stage.peer.groups.values()].find(({ groupIds }) => groupIds.size > 0);
  if (outer === undefined) throw new Error('Expected a group within a group, found none.');
  const count = async () => await stage.provider.groups.totalMemberCount(outer.id, context);
  const whole = await count();
  for (const type of ['SOMETHING_NEW', 7, null, undefined])
    expect(await under(stage, /\/Groups\/\{groupId\}$/, replaced('type', type), count)).toBe(whole);
});

test('a service of whose resource types one does not say where it is may have groups', async () => {
  for (const endpoint of [7, null, ['/Groups']]) {
    const stage = await open({});
    const list = async () => await stage.provider.groups.list({ limit: 100, cursor: null }, context);
    const { rows } = await under(stage, /\/ResourceTypes$/, replaced('endpoint', endpoint), list);
    expect(rows.length).toBe(stage.peer.groups.size);
  }
});
