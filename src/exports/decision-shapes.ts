/** The lines of a file of decisions: what is written, and what is read again. */
import * as z from 'zod';
import { findingSubjectTypes, severities } from '../model/finding.ts';

export const decisionsVersion = 1;

const moment = z.iso.datetime().transform((text) => new Date(text));
const account = z.object({ directory: z.string().min(1), externalId: z.string().min(1) });

const startLine = z.object({
  type: z.literal('start'),
  version: z.literal(decisionsVersion),
  export: z.literal('decisions'),
  takenAt: moment,
});

const acceptanceLine = z.object({
  type: z.literal('row'),
  kind: z.literal('ACCEPTANCE'),
  finding: z.string().min(1),
  rule: z.string(),
  directory: z.string(),
  subjectType: z.enum(findingSubjectTypes),
  subjectId: z.string(),
  severity: z.enum(severities),
  by: z.string(),
  reason: z.string(),
  at: moment,
  expiresAt: moment,
});

const linkLine = z.object({
  type: z.literal('row'),
  kind: z.literal('LINK'),
  says: z.enum(['SAME', 'DIFFERENT']),
  one: account,
  other: account,
  by: z.string(),
  at: moment,
});

const endLine = z.object({
  type: z.literal('end'),
  rows: z.int().min(0),
  /** Whether the caller who asked for it sees everything that was decided. */
  complete: z.boolean(),
});

/** What stands last in place of the end, where the gateway ended the export. */
const errorLine = z.object({ type: z.literal('error'), code: z.string(), message: z.string() });

export const decisionLine = z.union([startLine, acceptanceLine, linkLine, endLine, errorLine]);

/** A line as JSON has it. */
export type WrittenLine = z.input<typeof decisionLine>;

export type ReadLine = z.output<typeof decisionLine>;

export type ReadLink = z.output<typeof linkLine>;

export type ReadEnd = z.output<typeof endLine>;
