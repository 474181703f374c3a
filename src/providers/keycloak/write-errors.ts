import { UpstreamError } from '../../upstream/upstream-error.ts';

/**
 * Runs a write and makes its refusal one that people can act on: what Keycloak says ("User is read only!") follows the message. It
 * says so with 400 of accounts that LDAP is the master of.
 */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'INVALID_REQUEST') throw error;
    const reasons = (error.facts.details ?? []).flatMap(({ target, message }) =>
      message === undefined ? [] : [target === undefined ? message : `${target}: ${message}`],
    );
    throw new UpstreamError({ ...error.facts, message: [error.facts.message, ...reasons].join(' ') });
  }
}
