import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Directory } from '../../src/directory/directory.ts';
import { createLoaders } from '../../src/directory/loaders.ts';
import type { Said } from '../../src/findings/answers.ts';
import type { SweepFindings } from '../../src/findings/evaluate-sweep.ts';
import { ruleById } from '../../src/findings/index.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import { findingSubjectTypes } from '../../src/model/finding.ts';
import { connectProvider } from '../../src/providers/registry.ts';
import type { Fault, FaultRule } from '../../src/sandbox/http/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Clock } from '../../src/upstream/clock.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { requestScope } from '../directory/request-scope.ts';
import { configOf } from '../support/gateway.ts';

/** `FAULTS=1000` draws so many. */
const draws = Number(process.env['FAULTS'] ?? 60);
/** How much faster time passes for whoever waits before a retry. */
const speed = 12;

const quick: Clock = {
  now: () => Date.now() + performance.now() * (speed - 1),
  monotonic: () => performance.now() * speed,
  after(ms, run) {
    const timer = setTimeout(run, ms / speed);
    return () => clearTimeout(timer);
  },
};

const faults: readonly [Fault, ...Fault[]] = [
  { kind: 'status', status: 403 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, withBody: false },
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'truncated', wholeLength: true },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'latency', delayMs: 20 },
  { kind: 'slow-body', delayMs: 20 },
];

let sandbox: Sandbox;
let truth: ReadonlyMap<string, Said>;
let routes: readonly string[];

beforeAll(async () => {
  sandbox = await startSandbox({
    users: 40,
    settings: {
      rate: { requestsPerSecond: 1e6, burst: 1e6 },
      analyticsRate: { requestsPerSecond: 1e6, burst: 1e6 },
      report: { throttleSeconds: 0 },
    },
  });
  // A report tells less of a device than the device itself does: the truth is what was asked one by one.
  const found = await evaluated(null, 1_000_000);
  await evaluated(null, 30);
  if (found.sweep.gaps.length > 0) throw new Error('Expected a truth without gaps.');
  truth = answersOf(found);
  routes = [
    ...new Set(Object.keys(sandbox.requests.byRoute).filter((route) => !route.includes('/as/token'))),
  ];
}, 120_000);
afterAll(() => sandbox.close());

async function evaluated(clock: Clock | null, reportThreshold: number): Promise<SweepFindings> {
  const settings = {
    ...configOf(sandbox, { reportThreshold, requestsPerSecond: 100_000, concurrency: 32 }),
  };
  const directory = new Directory({
    provider: connectProvider(settings, clock === null ? {} : { clock }),
    isPrimary: true,
    writable: false,
  });
  try {
    return await new SweptFindings(everyRuleOn).of(createLoaders(directory, requestScope()), 'GATED');
  } finally {
    await directory.close();
  }
}

/** What every rule said of every subject; those about the evaluation itself are there to tell of faults. */
function answersOf({ answers }: SweepFindings): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const type of findingSubjectTypes)
    for (const id of answers[type].subjects)
      for (const { id: ruleId } of answers[type].rules)
        if (ruleById.get(ruleId)?.family !== 'COVERAGE')
          said.set(`${ruleId} ${type} ${id}`, answers[type].saidOf(ruleId, id));
  return said;
}

/** Whether an answer under faults claims what the truth does not say. What is not decided claims nothing. */
function isFalse(said: Said, inTruth: Said | undefined): boolean {
  if (said === 'PRESENT' || said === 'COMPLIANT') return said !== inTruth;
  // Whether one who is fine is in scope may have stayed open.
  return said === 'OUT' && inTruth !== 'OUT' && inTruth !== 'COMPLIANT';
}

const rule = fc.record({
  fault: fc.constantFrom(...faults),
  route: fc.nat(),
  share: fc.constantFrom(1, 1, 0.5, 0.2, 0.05),
  after: fc.constantFrom(0, 0, 0, 1, 3, 10),
  times: fc.constantFrom(1, 3, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
});

test(
  `no fault makes a finding appear or disappear: ${draws} draws`,
  { timeout: draws * 20_000 },
  async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (drawn, byReport) => {
          sandbox.faults.clear();
          for (const { route, ...rest } of drawn) {
            const [method = '', template = ''] = (routes[route % routes.length] ?? '').split(' ');
            const armed: FaultRule = { method, route: template, ...rest };
            sandbox.faults.add(armed);
          }
          const found = await evaluated(quick, byReport ? 30 : 1_000_000).catch((error: unknown) => {
            // Without any users there is nothing to say, and nothing is said.
            if (error instanceof UpstreamError) return null;
            throw error;
          });
          seen += sandbox.faults.fired;
          if (found === null) return;
          const wrong = [...answersOf(found)].filter(([key, said]) => isFalse(said, truth.get(key)));
          expect(wrong.map(([key, said]) => `${key}: ${said}, in truth ${truth.get(key)}`)).toEqual([]);
        },
      ),
      { numRuns: draws, ...(process.env['FAULTS_SEED'] && { seed: Number(process.env['FAULTS_SEED']) }) },
    );
    sandbox.faults.clear();
    expect(seen).toBeGreaterThan(0);
  },
);
