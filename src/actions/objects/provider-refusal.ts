import type { ObjectKind } from '../../providers/object-writes.ts';
import { UpstreamError, type UpstreamErrorDetail } from '../../upstream/upstream-error.ts';
import { redacted, SECRET } from './secret-members.ts';
import { wordsOf } from './object-target.ts';

/**
 * Sends, and tells in words why the provider did not accept it: which member, what about it. A duplicate and a constraint
 * are a `CONFLICT`, whatever status the provider has for them.
 *
 * @throws {UpstreamError}
 */
export async function toldWell<T>(kind: ObjectKind, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw error instanceof UpstreamError ? retold(kind, error) : error;
  }
}

/** Somebody else was at the object between our read and our write, which was not sent. */
export function changedMeanwhile(kind: ObjectKind, directory: string, gone: boolean): UpstreamError {
  return new UpstreamError({
    code: gone ? 'NOT_FOUND' : 'CONFLICT',
    message: `Somebody else ${gone ? 'deleted' : 'changed'} the ${wordsOf(kind)} just now: nothing was sent. Look at it again.`,
    directory,
    route: `update ${wordsOf(kind)}`,
    mayHaveBeenApplied: false,
  });
}

function retold(kind: ObjectKind, error: UpstreamError): UpstreamError {
  const { facts } = error;
  const details = facts.details ?? [];
  if (details.length === 0 || (error.code !== 'INVALID_REQUEST' && error.code !== 'CONFLICT')) return error;
  const conflict = details.some(
    ({ code }) => code === 'CONSTRAINT_VIOLATION' || code === 'UNIQUENESS_VIOLATION',
  );
  return new UpstreamError({
    ...facts,
    code: conflict ? 'CONFLICT' : error.code,
    message: `The provider refused the ${wordsOf(kind)}: ${details.map((one) => inWords(kind, one)).join(' ')}`,
  });
}

function inWords(kind: ObjectKind, { code, target, message }: UpstreamErrorDetail): string {
  const where = target === undefined ? '' : ` of "${target}"`;
  // What the provider writes about a member may repeat its value.
  const safe = target !== undefined && !isSecretMember(kind, target);
  const said = safe && message !== undefined ? `: ${message}` : '';
  return `${code ?? 'no reason'}${where}${said.replace(/[.\s]*$/, '')}.`;
}

function isSecretMember(kind: ObjectKind, target: string): boolean {
  const names = target.split('.');
  const members = names.reduceRight<unknown>((value, name) => ({ [name]: value }), 'x');
  return JSON.stringify(redacted(kind, members as Readonly<Record<string, unknown>>)).includes(SECRET);
}
