import { createHash } from 'node:crypto';
import type { FindingState, Severity } from '../model/finding.ts';

export const exportNames = ['findings', 'users', 'entitlements'] as const;

export type ExportName = (typeof exportNames)[number];

export const exportFormats = ['jsonl', 'csv'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Which findings are wanted; members that are given must all fit. */
export interface FindingSelection {
  readonly states: readonly FindingState[];
  /** Left out: all. */
  readonly rules?: readonly string[];
  /** Left out: however bad. */
  readonly severityAtLeast?: Severity;
}

export interface ExportRequest {
  readonly name: ExportName;
  readonly format: ExportFormat;
  /** Key of the one directory that is wanted; null: all. */
  readonly directory: string | null;
  /** The cursor of the last row that the caller has; null: from the beginning. */
  readonly after: string | null;
  /** Whether to go on over a snapshot that was renewed since: then the whole is never called complete. */
  readonly acceptsRenewed: boolean;
  /** Of `findings`; others pass it over. */
  readonly findings: FindingSelection;
}

/** What is shown unless somebody says otherwise: what is wrong, and what could not be decided. */
export const anyFinding: FindingSelection = { states: ['PRESENT', 'UNKNOWN'] };

/** Tells requests apart that ask for other rows: a cursor of one is none of another. */
export function selectionOf({ name, directory, findings }: ExportRequest): string {
  const asked = name === 'findings' ? [findings.states, findings.rules, findings.severityAtLeast] : [];
  return createHash('sha256')
    .update(JSON.stringify([name, directory, ...asked]))
    .digest('base64url')
    .slice(0, 8);
}
