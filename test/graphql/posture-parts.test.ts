import { expect, test } from 'vitest';
import { openGateway } from '../support/gateway.ts';

interface Score {
  readonly low: number;
  readonly high: number;
  readonly known: number;
  readonly afterAcceptance: number;
  readonly findingsBySeverity: readonly { readonly severity: string; readonly count: number }[];
}

const score = 'score { low high known afterAcceptance coverage grade findingsBySeverity { severity count } }';

interface Parts {
  readonly posture: {
    readonly score: Score;
    readonly worstFamily: string;
    readonly byFamily: readonly { readonly family: string; readonly score: Score }[];
    readonly byPopulation: readonly {
      readonly population: { readonly name: string };
      readonly score: Score;
    }[];
    readonly byDirectory: readonly { readonly key: string; readonly posture: { readonly score: Score } }[];
  };
}

const ask = `{ posture { ${score} worstFamily byFamily { family ${score} }
  byPopulation { population { name } ${score} } byDirectory { key posture { ${score} } } } }`;

const total = ({ findingsBySeverity }: Score): number =>
  findingsBySeverity.reduce((sum, { count }) => sum + count, 0);

function mfaOf({ byFamily }: Parts['posture']): Score {
  const found = byFamily.find(({ family }) => family === 'MFA');
  if (found === undefined) throw new Error('Expected rules about second factors.');
  return found.score;
}

test('the parts of a posture add up, an accepted finding moves only the score after acceptance, and a day leaves a point', async () => {
  const gateway = await openGateway({ users: 40 });
  const { data, errors } = await gateway.ask<Parts>(ask);
  expect(errors).toEqual([]);
  const { posture } = data;
  expect(posture.byDirectory.map(({ posture: { score: own } }) => own)).toEqual([posture.score]);
  const ofFamilies = posture.byFamily.reduce((sum, part) => sum + total(part.score), 0);
  expect(ofFamilies).toBe(total(posture.score));
  const worst = Math.min(...posture.byFamily.map(({ score: { known } }) => known ?? 100));
  expect(posture.byFamily.find(({ family }) => family === posture.worstFamily)?.score.known).toBe(worst);
  expect(posture.byPopulation.length).toBeGreaterThan(0);
  for (const { score: part } of posture.byPopulation) expect(part.low).toBeLessThanOrEqual(part.high);
  expect(posture.score.afterAcceptance).toBe(posture.score.known);

  await gateway.actions.findings.settled();
  const open = await gateway.actions.findings.list(
    { rules: ['mfa::user_no_factor'] },
    { first: 1, after: null },
  );
  const [first] = open.rows;
  if (first === undefined) throw new Error('Expected somebody without a second factor.');
  const at = new Date();
  const accepted = await gateway.actions.findings.accept(first.row.id, {
    reason: 'until the keys arrive',
    by: 'local',
    at,
    expiresAt: new Date(at.getTime() + 86_400_000),
    severity: first.row.severity,
  });
  expect(accepted).not.toBeNull();
  const after = (await gateway.ask<Parts>(ask)).data.posture;
  expect(after.score.known).toBe(posture.score.known);
  expect(mfaOf(after).afterAcceptance).toBeGreaterThan(mfaOf(posture).known);

  const trend = await gateway.ask<{ readonly postureTrend: readonly Record<string, unknown>[] }>(
    '{ postureTrend(since: "2020-01-01T00:00:00Z") { directory day known low high grade adminCount mfaCoverage openBySeverity { severity count } drift { score } } }',
  );
  expect(trend.errors).toEqual([]);
  expect(trend.data.postureTrend).toEqual([
    expect.objectContaining({
      directory: 'acme',
      known: posture.score.known,
      low: posture.score.low,
      drift: null,
      openBySeverity: posture.score.findingsBySeverity,
    }),
  ]);
});
