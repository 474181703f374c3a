import { randomUUID } from 'node:crypto';
import { createLoaders, type DirectoryLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { Gaps, listing } from '../directory/sweep-reads.ts';
import type { Sweep } from '../directory/sweep.ts';
import { waitWithin } from '../directory/wait-within.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { createEvaluation } from './engine.ts';
import { evaluateSweep, type SweepFindings } from './evaluate-sweep.ts';
import type { FindingSettings } from './settings.ts';
import type { EvaluationDepth } from './sources.ts';
import { sweepSources } from './sweep-sources.ts';

/** Findings of the newest sweep of each directory: evaluated once, and kept as long as that sweep is. */
export class SweptFindings {
  readonly #settings: FindingSettings;
  readonly #made = new Map<string, { readonly sweep: Sweep; readonly findings: Promise<SweepFindings> }>();

  constructor(settings: FindingSettings) {
    this.#settings = settings;
  }

  /** @throws {UpstreamError} when there is no sweep, or it is not taken and evaluated before the caller's deadline. */
  async of(loaders: DirectoryLoaders, depth: EvaluationDepth): Promise<SweepFindings> {
    const { directory, scope } = loaders;
    const sweep = await directory.sweeper.read(scope);
    return await waitWithin(this.#findings(sweep, loaders, depth), scope.context, (code) =>
      notReady(directory.key, code),
    );
  }

  #findings(
    sweep: Sweep,
    { directory, scope }: DirectoryLoaders,
    depth: EvaluationDepth,
  ): Promise<SweepFindings> {
    const key = `${directory.key} ${depth}`;
    const made = this.#made.get(key);
    if (made?.sweep === sweep) return made.findings;
    const findings = this.#evaluate(sweep, createLoaders(directory, sharedScope(scope)), depth);
    this.#made.set(key, { sweep, findings });
    // A failed evaluation is not kept: the next question tries again.
    findings.catch(() => {
      if (this.#made.get(key)?.findings === findings) this.#made.delete(key);
    });
    return findings;
  }

  async #evaluate(sweep: Sweep, loaders: DirectoryLoaders, depth: EvaluationDepth): Promise<SweepFindings> {
    const populations = await listing(loaders.settings.populations());
    // Without its populations the rules about them have no subjects: then at least the COVERAGE rules say so.
    const gaps = new Gaps();
    gaps.add('POPULATIONS', populations);
    const evaluation = createEvaluation({
      sources: {
        ...sweepSources(sweep, loaders, this.#settings.sensitiveReads),
        gaps: () => Promise.resolve([...sweep.gaps, ...gaps.list]),
      },
      settings: this.#settings,
      asOf: sweep.takenAt,
      depth,
    });
    return evaluateSweep(sweep, populations.rows, evaluation);
  }
}

/**
 * The scope of what many callers are answered from: neither the signal nor the deadline of the one who happened to ask
 * first may end its reads, or what they leave unknown is told to all.
 */
function sharedScope(scope: RequestScope): RequestScope {
  const { lane, onExchange } = scope.context;
  return { ...scope, context: { lane, transactionId: randomUUID(), ...(onExchange && { onExchange }) } };
}

function notReady(directory: string, code: 'TIMED_OUT' | 'CANCELLED'): UpstreamError {
  return new UpstreamError({
    code,
    message: `The rules are still being evaluated over the sweep of "${directory}"; ask again in a while.`,
    directory,
    route: 'findings',
  });
}
