import type { Secret } from '../../model/secret.ts';
import { UpstreamError, type UpstreamErrorDetail } from '../../upstream/upstream-error.ts';

/**
 * Runs a write and makes its refusal one that people can act on: what PingOne says about each member follows the message, and
 * a name that is taken, which PingOne answers with 400 `UNIQUENESS_VIOLATION`, is a `CONFLICT`. Of what a `secret` was sent
 * with, nothing that holds it is passed on.
 */
export async function explained<T>(work: () => Promise<T>, secret?: Secret): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const details = (error.facts.details ?? []).filter((detail) => !holds(detail, secret));
    if (error.code !== 'INVALID_REQUEST')
      throw secret === undefined ? error : new UpstreamError({ ...error.facts, details });
    const reasons = details.map(wordsOf).filter((words) => words !== '');
    const taken = details.some(({ code }) => code === 'UNIQUENESS_VIOLATION');
    throw new UpstreamError({
      ...error.facts,
      code: taken ? 'CONFLICT' : error.code,
      message: [error.facts.message, ...reasons].join(' '),
      details,
    });
  }
}

function wordsOf({ target, message }: UpstreamErrorDetail): string {
  if (message === undefined) return '';
  return target === undefined ? message : `${target}: ${message}`;
}

function holds({ message, target }: UpstreamErrorDetail, secret: Secret | undefined): boolean {
  if (secret === undefined) return false;
  const value = secret.reveal();
  return value !== '' && [message, target].some((text) => text?.includes(value) === true);
}
