import { UpstreamError } from '../../upstream/upstream-error.ts';

/**
 * Runs a write and makes its refusal one that people can act on: what Graph says about it follows the message, and for the refusal
 * that rights alone do not cure, what does.
 */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const said = (error.facts.details ?? []).flatMap(({ message }) => message ?? []);
    const cure =
      error.code === 'FORBIDDEN' && error.facts.providerCode === 'Authorization_RequestDenied'
        ? [
            'Besides the permission, acting on people who hold an administrator’s role needs a directory role on the gateway’s own service principal, such as Privileged Authentication Administrator; accounts that are synchronised from Active Directory are changed there.',
          ]
        : [];
    if (error.code !== 'INVALID_REQUEST' && cure.length === 0) throw error;
    throw new UpstreamError({ ...error.facts, message: [error.facts.message, ...said, ...cure].join(' ') });
  }
}
