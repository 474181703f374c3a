import type { Fault } from '../../src/sandbox/http/faults.ts';
import type { Failure } from './stage.ts';

/** How a simulated vendor is made to fail. */
export const FAULTS: Readonly<Record<Failure, Fault>> = {
  FORBIDDEN: { kind: 'status', status: 403 },
  FAULT: { kind: 'status', status: 500 },
  RESET: { kind: 'reset' },
  GARBAGE: { kind: 'html' },
  SILENT: { kind: 'latency', delayMs: 5_000 },
};
