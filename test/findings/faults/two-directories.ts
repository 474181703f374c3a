/** The same of two directories: what is said of accounts in one by what the other says of their people. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders } from '../../../src/directory/loaders.ts';
import type { SweepFindings } from '../../../src/findings/evaluate-sweep.ts';
import type { Look } from '../../../src/findings/history/finding-history.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../../src/findings/swept.ts';
import { IdentityService } from '../../../src/identities/identity-service.ts';
import { MemoryLinkStore } from '../../../src/identities/memory-link-store.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { claimsOf, Truth } from './claims.ts';
import { drawsOf, settingsOf, someFaults } from './property.ts';
import { quickClock } from './quick-clock.ts';
import type { FaultStage } from './stage.ts';
import { untrueIn } from './untrue.ts';

interface Pair {
  readonly primary: FaultStage;
  readonly other: FaultStage;
  /** Rules over both, of which each is there in truth. */
  readonly present: readonly string[];
}

/** Both directories, as they are asked together. */
interface Watched {
  /** One of each that could be looked at: the primary one first. */
  look(): Promise<readonly SweepFindings[]>;
  readonly looks: readonly Look[];
  close(): Promise<void>;
}

function watch({ primary, other }: Pair, options: ConnectionOptions): Watched {
  const directories = [primary, other].map(
    ({ connections: [connect] }, index) =>
      new Directory({ provider: connected(connect, options), isPrimary: index === 0, writable: false }),
  );
  const identities = new IdentityService({ directories, links: new MemoryLinkStore() });
  const looks: Look[] = [];
  const swept = new SweptFindings(everyRuleOn, identities, (look) => looks.push(look));
  return {
    looks,
    look: async () => {
      const found: SweepFindings[] = [];
      for (const directory of directories.toReversed()) {
        try {
          found.push(await swept.of(createLoaders(directory, requestScope({ maxAgeMs: 0 })), 'GATED'));
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
        }
      }
      return found;
    },
    close: async () => {
      identities.close();
      await Promise.all(directories.map((directory) => directory.close()));
    },
  };
}

function connected(connect: FaultStage['connections'][number] | undefined, options: ConnectionOptions) {
  if (connect === undefined) throw new Error('Expected a connection.');
  return connect(options);
}

/** Tests it of two vendors. @param usual draws unless `FAULTS` says otherwise. */
export function noFaultOfOneClaimsAnything(name: string, usual: number, open: () => Promise<Pair>): void {
  describe(`${name}:`, () => {
    const draws = drawsOf(usual);
    const truth = new Truth();
    const wholeLooks = new Map<string, Look>();
    let pair: Pair;

    beforeAll(async () => {
      pair = await open();
      const watched = watch(pair, {});
      const found = await watched.look();
      expect(found.flatMap(({ sweep }) => sweep.gaps)).toEqual([]);
      for (const one of found) truth.add(claimsOf(one));
      for (const look of watched.looks) wholeLooks.set(look.directory, look);
      await watched.close();
      expect(wholeLooks.size).toBe(2);
      for (const rule of pair.present) expect(truth.of(rule, 'PRESENT'), rule).not.toEqual([]);
      pair.primary.learn();
      pair.other.learn();
    }, 120_000);
    afterAll(async () => {
      await pair?.primary.close();
      await pair?.other.close();
    });

    test(
      `no fault of one makes a finding appear or disappear in either: ${draws} draws`,
      { timeout: draws * 30_000 },
      async () => {
        let struck = 0;
        let decided = 0;
        await fc.assert(
          fc.asyncProperty(someFaults, fc.boolean(), fc.boolean(), async (drawn, ofPrimary, hasLooked) => {
            const failing = ofPrimary ? pair.primary : pair.other;
            const watched = watch(pair, { clock: quickClock });
            if (hasLooked) {
              pair.primary.arm([]);
              pair.other.arm([]);
              await watched.look();
            }
            const before = watched.looks.length;
            (ofPrimary ? pair.other : pair.primary).arm([]);
            const where = `${ofPrimary ? 'primary' : 'other'}: ${failing.arm(drawn).join('; ')}`;
            try {
              const found = await watched.look();
              struck += failing.struck();
              for (const one of found) {
                decided += 1;
                const whole = wholeLooks.get(keyOf(one));
                if (whole === undefined) throw new Error('Expected to have looked at it before.');
                const look = watched.looks.slice(before).find(({ directory }) => directory === keyOf(one));
                expect(await untrueIn(one, truth, whole, look), where).toEqual([]);
              }
            } finally {
              await watched.close();
            }
          }),
          settingsOf(draws),
        );
        expect(struck).toBeGreaterThan(0);
        expect(decided).toBeGreaterThan(0);
      },
    );
  });
}

function keyOf({ sweep }: SweepFindings): string {
  return sweep.coverage.sources[0]?.directory ?? '';
}
