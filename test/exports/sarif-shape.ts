/** The parts of the structure of SARIF 2.1.0 that a log of ours uses, checked by hand: sections 3.13 to 3.58 of the standard. */
import { z } from 'zod';

const message = z.strictObject({ text: z.string().min(1), markdown: z.string().optional() });
const level = z.enum(['none', 'note', 'warning', 'error']);
const dateTime = z.iso.datetime();

const descriptor = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  properties: z.looseObject({
    tags: z.array(z.string()).refine((tags) => new Set(tags).size === tags.length),
  }),
});

const notification = z.strictObject({
  level,
  descriptor: z.strictObject({ id: z.string().min(1) }),
  message,
});

const result = z.strictObject({
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  kind: z.literal('fail'),
  level,
  message,
  locations: z
    .array(
      z.strictObject({
        logicalLocations: z
          .array(
            z.strictObject({ name: z.string(), fullyQualifiedName: z.string().min(1), kind: z.string() }),
          )
          .min(1),
      }),
    )
    .min(1),
  partialFingerprints: z.record(z.string(), z.string()),
  // Sections 3.27.23 and 3.35.
  suppressions: z
    .array(
      z.strictObject({
        kind: z.enum(['inSource', 'external']),
        status: z.enum(['accepted', 'underReview', 'rejected']),
        justification: z.string().min(1),
        properties: z.looseObject({}),
      }),
    )
    .optional(),
  properties: z.looseObject({}),
});

export const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string().min(1),
            // Section 3.19.12: semver 2.0.
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/),
            rules: z.array(descriptor),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string() }),
        columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
        invocations: z.array(
          z.strictObject({
            executionSuccessful: z.boolean(),
            startTimeUtc: dateTime,
            endTimeUtc: dateTime,
            toolExecutionNotifications: z.array(notification),
            toolConfigurationNotifications: z.array(notification),
          }),
        ),
        results: z
          .array(result)
          .refine((all) => new Set(all.map(({ suppressions }) => suppressions === undefined)).size < 2),
      }),
    )
    .length(1),
});
