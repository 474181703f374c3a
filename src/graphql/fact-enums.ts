import type { FactSource, UnknownReason } from '../model/fact.ts';
import { builder } from './builder.ts';

export const UnknownReasonEnum = builder.enumType('UnknownReason', {
  description: 'Why a fact could not be read. An unknown fact is never "no".',
  values: {
    FORBIDDEN: { description: "The gateway's credential lacks the right; `rollcall doctor` says which." },
    UNAUTHORIZED: { description: "The provider refuses the gateway's credential." },
    RATE_LIMITED: { description: 'The provider allows no more calls just now.' },
    TIMED_OUT: { description: 'There was no answer in time.' },
    UNREACHABLE: { description: 'The provider could not be reached, or answered with a fault of its own.' },
    BAD_RESPONSE: { description: 'The provider answered something that it does not document.' },
    NOT_LICENSED: { description: "The directory's licence does not give it." },
    UNSUPPORTED: { description: 'This provider cannot say.' },
    EXTERNAL: { description: 'Another product keeps this, where the gateway does not look.' },
    MISSING: { description: "The provider's answer lacks it." },
    INVALID_VALUE: { description: 'The provider answered a value that the gateway does not know.' },
    PARTIAL: { description: 'Only a part could be read.' },
    NOT_REQUESTED: { description: 'Reading it costs calls, and nobody asked for it.' },
    NOT_FOUND: { description: 'The object does not exist any more.' },
    CANCELLED: { description: 'The request ended before the answer came.' },
  } satisfies Record<UnknownReason, { description: string }>,
});

export const FactSourceEnum = builder.enumType('FactSource', {
  description: 'Where a fact came from.',
  values: {
    LIST: { description: 'With the row of a list that was read anyway: it cost nothing.' },
    DIRECT: { description: 'By a call for this very object, fresh within half a minute.' },
    REPORT: { description: "From the provider's report over everybody, as old as `observedAt` says." },
    SNAPSHOT: {
      description:
        "From the gateway's snapshot, as old as `observedAt` says: only where the request's `Cache-Control: max-age` allows that.",
    },
  } satisfies Record<FactSource, { description: string }>,
});
