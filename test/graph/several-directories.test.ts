import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openSeveral } from '../support/several.ts';

interface Coverage {
  readonly complete: boolean;
  readonly sources: readonly {
    readonly directory: string;
    readonly state: string;
    readonly reason: string | null;
  }[];
}

interface Listed {
  readonly list: {
    readonly nodes: readonly { readonly externalId: string; readonly directory: { readonly key: string } }[];
    readonly totalCount: number | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly coverage: Coverage;
  };
}

const coverage = 'coverage { complete sources { directory { key } state reason } }';

function listing(field: string): string {
  return `query ($first: Int, $after: String) { list: ${field}(first: $first, after: $after) {
    nodes { externalId directory { key } } totalCount pageInfo { hasNextPage endCursor }
    coverage { complete sources { directory { key } state reason } } } }`;
}

/** Everything that is asked of it from now on stays without an answer. */
function blackHole(sandbox: Sandbox): void {
  sandbox.faults.add({ fault: { kind: 'latency', delayMs: 3_600_000 } });
}

describe('a list over several directories', () => {
  it.each(['users', 'groups', 'applications'])('gives all %s of all of them, page by page', async (field) => {
    const { ask, sandboxes } = await openSeveral(3);
    const expected = sandboxes.flatMap(({ tenant }, index) =>
      [...(tenant.collections.get(field)?.keys() ?? [])].map((id) => `d${index} ${id}`),
    );
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { data, errors }: { data: Listed; errors: readonly unknown[] } = await ask<Listed>(
        listing(field),
        { first: 7, after },
      );
      expect(errors).toEqual([]);
      expect(data.list.coverage.complete).toBe(true);
      found.push(...data.list.nodes.map((node) => `${node.directory.key} ${node.externalId}`));
      after = data.list.pageInfo.hasNextPage ? data.list.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(new Set(found).size).toBe(found.length);
  });

  it('asks all directories at once, and each only for what may be needed', async () => {
    const { ask, sandboxes } = await openSeveral(3);
    const { data } = await ask<Listed>(listing('users'), { first: 100 });
    expect(data.list.nodes).toHaveLength(100);
    expect(data.list.totalCount).toBe(120);
    expect(sandboxes.map(({ requests }) => requests.of('GET /environments/{environmentId}/users'))).toEqual([
      1, 1, 1,
    ]);
  });

  it('says of a directory whose connections are refused that it is unreachable, not that it was slow', async () => {
    const { ask, sandboxes } = await openSeveral(2);
    await ask<Listed>(listing('users'), { first: 100 });
    await sandboxes[1]?.close();
    const { data } = await ask<Listed>(listing('users'), { first: 100 }, { 'cache-control': 'no-cache' });
    expect(data.list.coverage.sources).toMatchObject([
      { state: 'COMPLETE', reason: null },
      { state: 'FAILED', reason: 'UNREACHABLE' },
    ]);
  });

  it.each(['users', 'groups', 'applications'])(
    'of %s goes without a directory that answers nothing, names it, and gives the others whole',
    async (field) => {
      const { ask, sandboxes } = await openSeveral(4);
      const [, hole] = sandboxes;
      if (hole === undefined) throw new Error('Expected four tenants.');
      const before = await ask<Listed>(listing(field), { first: 1_000 });
      expect(before.data.list.coverage.complete).toBe(true);
      blackHole(hole);
      const { data, errors } = await ask<Listed>(
        listing(field),
        { first: 1_000 },
        { 'cache-control': 'no-cache' },
      );
      const others = before.data.list.nodes.filter(({ directory }) => directory.key !== 'd1');
      expect(data.list.nodes).toEqual(others);
      expect(data.list.coverage.complete).toBe(false);
      expect(data.list.coverage.sources).toMatchObject([
        { state: 'COMPLETE' },
        { directory: { key: 'd1' }, state: 'FAILED', reason: 'TIMED_OUT' },
        { state: 'COMPLETE' },
        { state: 'COMPLETE' },
      ]);
      expect(errors).toHaveLength(1);
    },
  );

  it('has a directory back as soon as it answers again', async () => {
    const { ask, sandboxes } = await openSeveral(2);
    const [, hole] = sandboxes;
    if (hole === undefined) throw new Error('Expected two tenants.');
    await ask<Listed>(listing('users'), { first: 1_000 });
    blackHole(hole);
    expect((await ask<Listed>(listing('users'), { first: 1_000 })).data.list.nodes).toHaveLength(40);
    hole.faults.clear();
    // What was asked meanwhile is still unanswered: the first that asks again may find out for the others.
    await ask<Listed>(
      `query { list: users(first: 1000, filter: { directory: "d1" }) { nodes { externalId directory { key } } totalCount pageInfo { hasNextPage endCursor } ${coverage} } }`,
    );
    expect((await ask<Listed>(listing('users'), { first: 1_000 })).data.list.nodes).toHaveLength(80);
  });

  it('gives the findings of the others when one directory answers nothing', async () => {
    const { ask, sandboxes } = await openSeveral(3);
    const query = `{ findings(first: 5) { totalCount ${coverage} } }`;
    const [hole] = sandboxes;
    if (hole === undefined) throw new Error('Expected three tenants.');
    blackHole(hole);
    const { data } = await ask<{ findings: { coverage: Coverage } }>(query);
    const states = data.findings.coverage.sources.map(({ state }) => state);
    expect(states[0]).toBe('FAILED');
    expect(states).toHaveLength(3);
    expect(states.slice(1)).not.toContain('FAILED');
  });
});
