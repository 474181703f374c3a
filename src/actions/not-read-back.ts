import type { Steps } from './steps.ts';

/**
 * For what a directory takes and does not show afterwards: its answer that it was accepted is all the proof there is, and the
 * steps say so. To be called after that answer has come: a broken connection is none, and leaves the change UNCONFIRMED.
 * @param what which the directory does not tell: `whether the password has to be changed`.
 */
export function notReadBack(steps: Steps, what: string): void {
  steps.note(
    'read-back',
    'SKIPPED',
    `The directory accepted it. It does not tell ${what}, so that nothing could be read back.`,
  );
}
