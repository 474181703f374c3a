import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Sweep } from '../directory/sweep.ts';
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

  /** @throws {UpstreamError} when there is no sweep and none can be taken before the caller's deadline. */
  async of(loaders: DirectoryLoaders, depth: EvaluationDepth): Promise<SweepFindings> {
    const { directory, scope } = loaders;
    const sweep = await directory.sweeper.read(scope);
    const key = `${directory.key} ${depth}`;
    const made = this.#made.get(key);
    if (made?.sweep === sweep) return made.findings;
    const findings = this.#evaluate(sweep, loaders, depth);
    this.#made.set(key, { sweep, findings });
    // A failed evaluation is not kept: the next question tries again.
    findings.catch(() => this.#made.delete(key));
    return findings;
  }

  async #evaluate(sweep: Sweep, loaders: DirectoryLoaders, depth: EvaluationDepth): Promise<SweepFindings> {
    const populations = await loaders.settings.populations().then(
      (list) => list.rows,
      // The rules about populations then have no subjects, and COVERAGE rules say that they could not be read.
      () => [],
    );
    const evaluation = createEvaluation({
      sources: sweepSources(sweep, loaders, this.#settings.sensitiveReads),
      settings: this.#settings,
      asOf: sweep.takenAt,
      depth,
    });
    return evaluateSweep(sweep, populations, evaluation);
  }
}
