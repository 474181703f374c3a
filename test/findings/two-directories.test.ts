import { describe, expect, test } from 'vitest';
import { openIdentities, type IdentityStage } from '../graph/identity-stage.ts';

interface Found {
  readonly findings: {
    readonly nodes: readonly {
      readonly state: string;
      readonly unknownReason: string | null;
      readonly rule: { readonly id: string };
      readonly evidence: readonly { readonly label: string; readonly value: string }[];
      readonly subject: { readonly externalId: string; readonly directory: { readonly key: string } };
    }[];
    readonly coverage: {
      readonly sources: readonly { readonly directory: { readonly key: string }; readonly state: string }[];
    };
  };
}

const query = `query ($filter: FindingFilter) { findings(first: 1000, filter: $filter) {
  nodes { state unknownReason rule { id } evidence { label value } subject { ... on User { externalId directory { key } } } }
  coverage { sources { directory { key } state } } } }`;
const leaver = 'ping_identity::offboarded_user_active';
const stranger = 'ping_identity::user_not_in_idp';
const several = 'offboarding::leaver_active_in_multiple_providers';

async function found({ ask }: IdentityStage, rules: readonly string[], only?: string) {
  const { data, errors } = await ask<Found>(query, {
    filter: { rules, states: ['PRESENT', 'UNKNOWN'], subjectType: 'USER', directory: only },
  });
  expect(errors).toEqual([]);
  const { nodes, coverage } = data.findings;
  const of = (directory: number, id: string | undefined) =>
    nodes
      .filter(({ subject }) => subject.directory.key === `d${directory}` && subject.externalId === id)
      .map(({ rule, state, unknownReason }) => `${rule.id} ${unknownReason ?? state}`);
  return { nodes, sources: coverage.sources, of };
}

/** Ada is in all directories and has left the primary one; Bob is in all others. */
async function openLeaver(count = 2): Promise<IdentityStage> {
  const stage = await openIdentities({ count, swept: [] });
  const ada = stage.rows(0).find(({ id }) => id === stage.ada.ids[0]);
  Object.assign(ada ?? {}, { enabled: false });
  stage.sandboxes[0]?.world.touch();
  return stage;
}

describe('findings over several directories', () => {
  test('name the leaver and the stranger, in each directory and over all of them', async () => {
    const stage = await openLeaver(3);
    const { ada, bob } = stage;
    const { nodes, of } = await found(stage, [leaver, stranger, several]);
    expect(of(1, ada.ids[1])).toEqual([`${leaver} PRESENT`]);
    expect(of(2, ada.ids[2])).toEqual([`${leaver} PRESENT`]);
    expect(of(0, ada.ids[0])).toEqual([`${several} PRESENT`]);
    expect(of(1, bob.ids[0])).toEqual([`${stranger} PRESENT`]);
    // Of the primary directory itself nobody is a stranger, or still usable after leaving it.
    expect(
      nodes.filter(({ subject, rule }) => subject.directory.key === 'd0' && rule.id !== several),
    ).toEqual([]);
    const shown = nodes.find(({ subject }) => subject.externalId === ada.ids[1])?.evidence;
    expect(shown).toContainEqual({ label: 'email', value: 'a***@corp.example' });
    expect(shown).toContainEqual({ label: 'primaryStatus', value: 'SUSPENDED' });
  });

  test('follow the primary directory: who is back there is no leaver any more', async () => {
    const stage = await openLeaver();
    const before = await found(stage, [leaver]);
    expect(before.of(1, stage.ada.ids[1])).toEqual([`${leaver} PRESENT`]);
    const [primary] = stage.directories;
    const swept = primary?.sweeper.current?.users.rows.find(
      ({ externalId }) => externalId === stage.ada.ids[0],
    );
    if (swept === undefined) throw new Error('Expected Ada in the sweep of the primary directory.');
    primary?.sweeper.replaceUser({ ...swept, status: 'ACTIVE', enabled: true });
    const after = await found(stage, [leaver]);
    expect(after.of(1, stage.ada.ids[1])).toEqual([]);
  });

  test('claim nothing where the primary directory cannot be read, and leave the rest whole', async () => {
    const stage = await openLeaver();
    stage.sandboxes[0]?.faults.add({ fault: { kind: 'status', status: 500 } });
    const { nodes, of, sources } = await found(stage, [leaver, stranger], 'd1');
    expect(new Set(nodes.map(({ state }) => state))).toEqual(new Set(['UNKNOWN']));
    expect(of(1, stage.bob.ids[0])).toEqual([
      `${leaver} SOURCE_UNREACHABLE`,
      `${stranger} SOURCE_UNREACHABLE`,
    ]);
    expect(sources).toEqual([{ directory: { key: 'd1' }, state: 'PARTIAL' }]);
    const own = await found(stage, ['stale::user_inactive'], 'd1');
    expect(new Set(own.nodes.map(({ state }) => state))).toEqual(new Set(['PRESENT']));
  });

  test('of one user are answered from the sweeps that there are, without taking one', async () => {
    const stage = await openLeaver();
    const one = async (directory: number, id: string | undefined): Promise<readonly string[]> => {
      const { data, errors } = await stage.ask<{
        user: { findings: readonly { rule: { id: string }; state: string; unknownReason: string | null }[] };
      }>(
        `query ($ref: ExternalIdRef!) { user(ref: { externalId: $ref }) { findings { rule { id } state unknownReason } } }`,
        { ref: { directory: `d${directory}`, externalId: id } },
      );
      expect(errors).toEqual([]);
      return data.user.findings
        .filter(({ rule }) => rule.id === leaver)
        .map(({ state, unknownReason }) => unknownReason ?? state);
    };
    expect(await one(1, stage.ada.ids[1])).toEqual(['NOT_REQUESTED']);
    await found(stage, [leaver]);
    expect(await one(1, stage.ada.ids[1])).toEqual(['PRESENT']);
  });
});
