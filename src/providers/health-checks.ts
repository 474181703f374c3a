import type { HealthCheck } from '../model/directory.ts';
import type { Explanation } from './health-failure.ts';

/** Something that is read to find out whether it may be. */
export interface ReadAttempt {
  /** Of the check: `READ_USERS`. */
  readonly code: string;
  /** Begins a sentence: "Users can be read". */
  readonly what: string;
  readonly run: () => Promise<unknown>;
  /** Without it the gateway works too; what is different then. */
  readonly optional?: string;
}

/** Reads it: OK, or why not (a WARNING where the gateway works without it). Never throws. */
export async function tryRead(
  { code, what, run, optional }: ReadAttempt,
  explain: (error: unknown) => Explanation,
): Promise<HealthCheck> {
  try {
    await run();
    return passed(code, `${what} can be read.`);
  } catch (error) {
    const told = explain(error);
    if (optional === undefined) return failed(code, told);
    return { code, status: 'WARNING', message: `${told.message} ${optional}`, hint: told.hint };
  }
}

/**
 * Whether actions are allowed. Nothing is written to find out: whether the provider would allow it shows at the first action.
 * @param hints `on`: the rights that actions need; `off`: what allows them.
 */
export function writeCheck(
  writable: boolean,
  hints: { readonly on: string | null; readonly off: string },
): HealthCheck {
  if (!writable) return readOnlyCheck(hints.off);
  const message =
    'Actions such as suspending are switched on for this directory; nothing was written to try it.';
  return { code: 'WRITE', status: 'OK', message, hint: hints.on };
}

/** Actions are not allowed. @param hint what allows them. */
export function readOnlyCheck(hint: string): HealthCheck {
  const message = 'The directory is read-only: no action can change it.';
  return { code: 'WRITE', status: 'SKIPPED', message, hint };
}

/** A check that takes an object of a kind, none of which can be seen. */
export function notTried(code: string, kind: 'user' | 'group' = 'user'): HealthCheck {
  const message = `Not tried: no ${kind} can be seen to try it on.`;
  return { code, status: 'SKIPPED', message, hint: null };
}

export function passed(code: string, message: string): HealthCheck {
  return { code, status: 'OK', message, hint: null };
}

export function failed(code: string, told: Explanation): HealthCheck {
  return { code, status: 'FAILED', ...told };
}
