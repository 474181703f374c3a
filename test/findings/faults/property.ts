/**
 * No fault of a provider makes a finding appear or disappear: under faults of whatever kind, wherever they strike, nothing is claimed
 * that is not so without them. What cannot be told is UNKNOWN, with a reason; and nothing that was there is taken for resolved.
 *
 * No fault, and so not drawn, is what a vendor says of one object that was asked for by its id: that there is none (404, 410; for LDAP
 * no entry). That is how all of them tell that it is gone, and nothing else in the answer could contradict it. Of a list, or of what
 * belongs to an object that is listed, the same words are drawn.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders } from '../../../src/directory/loaders.ts';
import type { SweepFindings } from '../../../src/findings/evaluate-sweep.ts';
import type { Look } from '../../../src/findings/history/finding-history.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../../src/findings/swept.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { claimsOf, Truth } from './claims.ts';
import { quickClock } from './quick-clock.ts';
import type { FaultStage } from './stage.ts';
import { untrueIn } from './untrue.ts';

const { FAULTS: wanted, FAULTS_SEED: seed } = process.env;

/** `FAULTS=1000` draws so many. */
export function drawsOf(usual: number): number {
  return Number(wanted ?? usual);
}

/** The usual few are the same ones each time; of many, each run draws others unless `FAULTS_SEED` says which. */
export function settingsOf(draws: number): fc.Parameters<unknown> {
  return {
    numRuns: draws,
    ...(seed === undefined ? wanted === undefined && { seed: 6 } : { seed: Number(seed) }),
    // Each step towards a smaller example costs a sweep.
    endOnFailure: true,
  };
}

export const someFaults = fc.array(
  fc.record({
    kind: fc.nat(10_000),
    route: fc.nat(10_000),
    seed: fc.nat(1_000_000),
    share: fc.constantFrom(1, 1, 0.5, 0.2, 0.05),
    after: fc.constantFrom(0, 0, 0, 0, 1, 3),
    times: fc.constantFrom(1, 3, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A directory that is looked at, and what became of findings by each look. */
interface Watched {
  readonly directory: Directory;
  /** Null: without any users there is nothing to say, and nothing is said. */
  look(): Promise<SweepFindings | null>;
  readonly looks: readonly Look[];
}

function watch(provider: Provider): Watched {
  const directory = new Directory({ provider, isPrimary: true, writable: false });
  const looks: Look[] = [];
  const swept = new SweptFindings(everyRuleOn, null, (look) => looks.push(look));
  return {
    directory,
    looks,
    look: async () => {
      try {
        return await swept.of(createLoaders(directory, requestScope({ maxAgeMs: 0 })), 'GATED');
      } catch (error) {
        if (error instanceof UpstreamError) return null;
        throw error;
      }
    },
  };
}

/** Tests it of one vendor. @param usual draws unless `FAULTS` says otherwise. */
export function noFaultClaimsAnything(name: string, usual: number, open: () => Promise<FaultStage>): void {
  describe(`${name}:`, () => {
    const draws = drawsOf(usual);
    let stage: FaultStage;
    let truth: Truth;
    /** Of each connection, the look at everything as it is. */
    const wholeLooks: Look[] = [];

    beforeAll(async () => {
      stage = await open();
      truth = new Truth();
      for (const connect of stage.connections) {
        const watched = watch(connect({}));
        const found = await watched.look();
        const [look] = watched.looks;
        if (found === null || look === undefined) throw new Error('Expected a look at everything.');
        expect(found.sweep.gaps, 'gaps of the truth').toEqual([]);
        truth.add(claimsOf(found));
        wholeLooks.push(look);
        await watched.directory.close();
      }
      expect(truth.contradictions).toEqual([]);
      expect(truth.count('PRESENT') + truth.count('COMPLIANT'), 'claims in truth').toBeGreaterThan(10);
      stage.learn();
    }, 120_000);
    afterAll(() => stage?.close());

    test(
      `no fault makes a finding appear or disappear: ${draws} draws`,
      { timeout: draws * 30_000 },
      async () => {
        let struck = 0;
        let decided = 0;
        await fc.assert(
          fc.asyncProperty(
            someFaults,
            fc.nat(stage.connections.length - 1),
            fc.constantFrom(false, false, false, true),
            async (drawn, connection, hasLooked) => {
              const connect = stage.connections[connection];
              const whole = wholeLooks[connection];
              if (connect === undefined || whole === undefined) throw new Error('Expected a connection.');
              const watched = watch(connect({ clock: quickClock }));
              // Of a directory that was read before, what changed is asked for, and much is remembered.
              if (hasLooked) {
                stage.arm([]);
                await watched.look();
              }
              const said = stage.arm(drawn);
              try {
                const found = await watched.look();
                struck += stage.struck();
                if (found === null) return;
                decided += 1;
                expect(await untrueIn(found, truth, whole, watched.looks.at(-1)), said.join('; ')).toEqual(
                  [],
                );
              } finally {
                await watched.directory.close();
              }
            },
          ),
          settingsOf(draws),
        );
        stage.arm([]);
        expect(struck).toBeGreaterThan(0);
        expect(decided).toBeGreaterThan(0);
      },
    );
  });
}
