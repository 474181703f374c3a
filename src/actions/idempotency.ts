import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** A key as its caller chose it; two callers may choose the same one without meeting. */
export interface IdempotencyKey {
  readonly actor: string;
  readonly key: string;
}

export type IdempotentRun<R> =
  | {
      readonly kind: 'RESULT';
      readonly result: R;
      /** OWN: this call did the work. JOINED: it waited for one under way. REPLAYED: the work was done before. */
      readonly by: 'OWN' | 'JOINED' | 'REPLAYED';
    }
  /** The key stands for another body. */
  | { readonly kind: 'REUSED' };

/**
 * What makes a repeat harmless. For a day after its first use a key stands for one body: repeats get the first one's
 * result, those that come while it is under way wait for it, and another body is turned away.
 */
export interface IdempotencyStore<R> {
  /**
   * Runs `work` unless its result is known already. `keep` decides whether a result is final; one that is not (a failure
   * that may pass) is forgotten, so that a repeat tries again, while the key stays bound to its body.
   */
  run(
    key: IdempotencyKey,
    fingerprint: string,
    work: () => Promise<R>,
    keep: (result: R) => boolean,
  ): Promise<IdempotentRun<R>>;
}

export const idempotencyWindowMs = 24 * 3_600_000;

/** Everything that makes a request what it is, as one short text. */
export function fingerprintOf(body: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonicalJson(body)).digest('hex');
}

/** Why a key cannot be used; null: it can. */
export function keyProblem(key: string): string | null {
  if (key.length >= 1 && key.length <= 255) return null;
  return `idempotencyKey: expected 1 to 255 characters, received ${key.length}.`;
}
