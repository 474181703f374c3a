import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { below, KEY, startGateway, type TestGateway } from '../support/gateway.ts';
import type { Coverage } from './answers.ts';

const coverageFields = `coverage { complete checked unknown sources { state reason message } }`;

interface Answer {
  readonly findings: {
    readonly totalCount: number;
    readonly coverage: Coverage;
    readonly nodes: readonly { readonly unknownReason: string | null }[];
  };
  readonly posture: { readonly coverage: Coverage };
}

async function ask(gateway: TestGateway, filter: object): Promise<Answer> {
  const { data, errors } = await gateway.ask<Answer>(
    `query ($filter: FindingFilter) {
      findings(first: 1000, filter: $filter) { totalCount ${coverageFields} nodes { unknownReason } }
      posture { ${coverageFields} }
    }`,
    { filter },
  );
  expect(errors).toEqual([]);
  return data;
}

/** What could not be read, as opposed to what is not there. */
const unread = new Set(['SOURCE_UNREACHABLE', 'PERMISSION_DENIED', 'PARTIAL_DATA', 'STALE_DATA']);

describe('the coverage of findings', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ users: 120, reportThreshold: 50 });
  });
  afterAll(() => gateway.close());

  it('is complete where everything was read, though some of it says nothing', async () => {
    const { findings, posture } = await ask(gateway, { states: ['UNKNOWN'] });
    expect(findings.totalCount).toBeGreaterThan(0);
    for (const { coverage } of [findings, posture])
      expect(coverage).toMatchObject({
        complete: true,
        unknown: 0,
        sources: [{ state: 'COMPLETE', reason: null, message: null }],
      });
  });
});

describe('the coverage of findings, after a user was created here', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ users: 40 });
  });
  afterAll(() => gateway.close());

  it.each(['GATED', 'FULL'])('is complete at once, with depth %s', async (depth) => {
    await ask(gateway, {});
    const { data: made } = await gateway.ask<{ readonly createUser: { readonly kind: string } }>(
      `mutation ($input: CreateUserInput!) { createUser(input: $input) { kind: __typename } }`,
      { input: { directory: KEY, username: `newcomer-${depth}`, email: 'newcomer@example.com' } },
    );
    expect(made.createUser.kind).toBe('CreateUserSuccess');
    const { data } = await gateway.ask<Answer>(
      `query ($depth: EvaluationDepth!) {
        findings(first: 1, depth: $depth) { ${coverageFields} totalCount nodes { unknownReason } }
        posture { ${coverageFields} }
      }`,
      { depth },
    );
    const { findings, posture } = data;
    for (const { coverage } of [findings, posture])
      expect(coverage).toMatchObject({ complete: true, unknown: 0, sources: [{ reason: null }] });
  });
});

describe('the coverage of findings, where a part could not be read', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ users: 120, reportThreshold: 50 });
    gateway.sandbox.faults.add({
      route: below('passwordPolicies'),
      fault: { kind: 'status', status: 403 },
    });
  });
  afterAll(() => gateway.close());

  it('counts the answers that are open for that, and never calls the source complete', async () => {
    const { findings, posture } = await ask(gateway, { states: ['UNKNOWN'], subjectType: 'DIRECTORY' });
    const open = findings.nodes.filter(({ unknownReason }) => unread.has(unknownReason ?? ''));
    expect(open.length).toBeGreaterThan(0);
    expect(findings.coverage).toMatchObject({ complete: false, unknown: open.length });
    const source = findings.coverage.sources?.[0];
    expect(source).toMatchObject({ state: 'PARTIAL', reason: 'FORBIDDEN' });
    expect(source?.message).toContain('PERMISSION_DENIED');
    expect(posture.coverage).toMatchObject({ complete: false, sources: [{ state: 'PARTIAL' }] });
    // Users: of each of them everything was read.
    expect(posture.coverage.unknown).toBe(0);
  });

  it('speaks of the rules that are asked for alone', async () => {
    const { findings } = await ask(gateway, { rules: ['ping_identity::offboarded_user_active'] });
    expect(findings.coverage).toMatchObject({ complete: true, unknown: 0 });
  });
});
