import { Attribute, Change } from 'ldapts';
import { UpstreamError } from '../../upstream/upstream-error.ts';

type Values = string | Buffer;

export function replaced(attribute: string, ...values: readonly Values[]): Change {
  return new Change({ operation: 'replace', modification: made(attribute, values) });
}

export function added(attribute: string, ...values: readonly Values[]): Change {
  return new Change({ operation: 'add', modification: made(attribute, values) });
}

/** @param values left out: the whole attribute. */
export function removed(attribute: string, ...values: readonly Values[]): Change {
  return new Change({ operation: 'delete', modification: made(attribute, values) });
}

function made(type: string, values: readonly Values[]): Attribute {
  const texts = values.filter((value) => typeof value === 'string');
  const bytes = values.filter((value) => typeof value !== 'string');
  return new Attribute({ type, values: bytes.length > 0 ? bytes : texts });
}

/** The server's result code of a refusal; null: it was no refusal of the server. */
export function resultCodeOf(error: unknown): number | null {
  if (!(error instanceof UpstreamError) || error.facts.providerCode === undefined) return null;
  return Number(error.facts.providerCode);
}

/**
 * Runs a change that a server refuses when it is so already, in a code of its own or in one that says other things too. Which of
 * them it was shows only in the directory: it is read again, and the refusal is passed on when it is not so.
 */
export async function unlessAlready(
  codes: ReadonlySet<number>,
  work: () => Promise<void>,
  isSo: () => Promise<boolean>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = resultCodeOf(error);
    if (code === null || !codes.has(code) || !(await isSo())) throw error;
  }
}

/** Codes for a member that is there already: OpenLDAP says 20, Active Directory 68. */
export const ALREADY_MEMBER: ReadonlySet<number> = new Set([20, 68]);
/** Codes for a member that is not there: OpenLDAP says 16, Active Directory 53. */
export const NO_MEMBER: ReadonlySet<number> = new Set([16, 53]);
