import { expect, test } from 'vitest';
import type { IdentityLinkStore, ManualLink } from '../../src/identities/manual-link.ts';
import { MemoryLinkStore } from '../../src/identities/memory-link-store.ts';
import { DurableLinkStore } from '../../src/store/link-store.ts';
import { onBothDatabases } from './databases.ts';

const ada = { directory: 'workforce', externalId: 'ada \u{1F600} \0' };
const bob = { directory: 'okta', externalId: 'b'.repeat(4_000) };
const cyd = { directory: 'okta', externalId: 'cyd' };

const same: ManualLink = {
  kind: 'SAME',
  one: ada,
  other: bob,
  by: 'key:ops',
  reason: 'They told us.',
  at: new Date('2026-03-04T05:06:07.089Z'),
};

function keepsLinks(store: () => IdentityLinkStore): void {
  test('keeps one link for two accounts, whichever is named first, and what was said of it', async () => {
    const links = store();
    expect(await links.list()).toEqual([]);
    await links.put(same);
    expect(await links.list()).toEqual([same]);
    const different: ManualLink = { ...same, kind: 'DIFFERENT', one: bob, other: ada, reason: null };
    await links.put(different);
    expect(await links.list()).toEqual([different]);
    await links.put({ ...same, other: cyd });
    expect(await links.list()).toHaveLength(2);
    expect(await links.remove(ada, bob)).toBe(true);
    expect(await links.remove(ada, bob)).toBe(false);
    expect(await links.list()).toEqual([{ ...same, other: cyd }]);
    expect(await links.remove(cyd, ada)).toBe(true);
    expect(await links.list()).toEqual([]);
  });

  test('two who speak of the same two accounts at once leave one link', async () => {
    const links = store();
    await Promise.all([links.put(same), links.put({ ...same, kind: 'DIFFERENT', one: bob, other: ada })]);
    expect(await links.list()).toHaveLength(1);
    await links.remove(ada, bob);
  });
}

onBothDatabases<never>("operators' links", {}, (stage) => {
  keepsLinks(() => new DurableLinkStore(stage().store.database));
});

const inMemory = new MemoryLinkStore();
keepsLinks(() => inMemory);
