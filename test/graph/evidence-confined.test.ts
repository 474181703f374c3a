import { expect, it } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import { openIdentities, refIn, type IdentityStage } from './identity-stage.ts';

const finding = `id state rule { id } evidence { label value } subject { ... on User { externalId } }`;
const listed = `query ($key: String!) { findings(first: 500, filter: { directory: $key, states: [PRESENT, UNKNOWN] }) {
  nodes { ${finding} } } }`;
const ofUser = `query ($ref: UserRef!) { user(ref: $ref) { findings(states: [PRESENT]) { ${finding} }
  identity { findings(states: [PRESENT]) { ${finding} } } } }`;

interface Found {
  readonly id: string;
  readonly state: string;
  readonly rule: { readonly id: string };
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
}

interface Stage extends IdentityStage {
  readonly by: (caller: Caller) => void;
}

/** Ada has left in `d0`, the primary directory, and can still sign in elsewhere; Bob is not in it at all. */
async function openLeaver(): Promise<Stage> {
  let caller = localCaller;
  const stage = await openIdentities({ asker: () => caller, swept: [] });
  const row = stage.rows(0).find(({ id }) => id === stage.ada.ids[0]);
  if (row === undefined) throw new Error('Expected Ada in the primary directory.');
  Object.assign(row, { enabled: false });
  stage.sandboxes[0]?.world.touch();
  const context = { lane: 'bulk', transactionId: 'before the test' } as const;
  for (const { sweeper } of stage.directories)
    await sweeper.read({ asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context });
  return { ...stage, by: (next) => void (caller = next) };
}

function confinedTo(...directories: readonly string[]): Caller {
  const grants = localCaller.grants.map((grant) => ({ ...grant, directories }));
  return { ...localCaller, name: 'key:confined', grants };
}

async function findings({ ask }: Stage, key: string): Promise<readonly Found[]> {
  const { data, errors } = await ask<{ findings: { nodes: readonly Found[] } }>(listed, { key });
  expect(errors.filter(({ path }) => path?.includes('evidence') ?? false)).toEqual([]);
  return data.findings.nodes;
}

/** What a finding says, but for the values of its evidence. */
function outline(found: readonly Found[]) {
  return found.map(({ id, state, evidence }) => [id, state, evidence.map(({ label }) => label)]);
}

/** What would name an account of a directory to somebody who does not see it. */
function namesIn(stage: Stage, number: number): readonly string[] {
  return stage.rows(number).flatMap((row) => {
    const name: unknown = Object(row['name'])['formatted'];
    return [row.id, String(row['username']), ...(typeof name === 'string' ? [name] : [])];
  });
}

it.each([
  ['d1', 'ping_identity::offboarded_user_active', [0, 2]],
  ['d0', 'offboarding::leaver_active_in_multiple_providers', [1, 2]],
] as const)(
  'shows a caller of %s the same findings, with nobody of another directory named',
  async (key, rule, hidden) => {
    const stage = await openLeaver();
    const plain = await findings(stage, key);
    stage.by(confinedTo(key));
    const seen = await findings(stage, key);
    expect(outline(seen)).toEqual(outline(plain));
    const named = (found: readonly Found[]): string =>
      JSON.stringify(found.filter((each) => each.rule.id === rule).map(({ evidence }) => evidence));
    expect(named(seen)).toContain('***');
    expect(named(plain)).toContain('ada of d');

    const ref = refIn(key, stage.ada.ids[Number(key.slice(1))]);
    const { data } = await stage.ask<unknown>(ofUser, { ref });
    const text = JSON.stringify([seen, data]);
    for (const number of hidden) {
      for (const told of [`"d${number}"`, `d${number}:`, `d${number} `]) expect(text).not.toContain(told);
      for (const name of namesIn(stage, number)) expect(text).not.toContain(name);
    }
  },
);

it('masks nothing for a caller who sees all the directories that evidence tells of', async () => {
  const stage = await openLeaver();
  const everything = await findings(stage, 'd1');
  stage.by(confinedTo('d0', 'd1', 'd2'));
  expect(await findings(stage, 'd1')).toEqual(everything);
});
