import { type BlastLimit, defaultBlastLimits } from './blast-radius.ts';

export interface ActionSettings {
  /** User names or ids (alone, or as `directory:id`) of accounts kept for emergencies: the gateway does not suspend them. */
  readonly breakGlass: readonly string[];
  readonly blastLimits: readonly BlastLimit[];
  /** Milliseconds before each look at what became of a change; a provider may show it a moment later. */
  readonly readBackDelaysMs: readonly number[];
  /** Milliseconds that a change and the looks at its outcome may take, once it is recorded. */
  readonly changeDeadlineMs: number;
}

export const defaultActionSettings: ActionSettings = {
  breakGlass: [],
  blastLimits: defaultBlastLimits,
  readBackDelaysMs: [0, 500, 1_500, 3_000],
  changeDeadlineMs: 30_000,
};
