import { UpstreamError } from '../../upstream/upstream-error.ts';

/**
 * What Okta answers to a change that the state of the object does not allow: 400 `E0000001` to a suspension, 403 `E0000016` and
 * `E0000038` to other changes of a user's state, 403 `E0000032` to an unlocking (API reference, "Error codes").
 */
const STATE_CODES: ReadonlySet<string> = new Set(['E0000001', 'E0000016', 'E0000032', 'E0000038']);

/**
 * Sends a change. Where Okta says that the state does not allow it, the object is looked at again by its id: `isSo` tells whether
 * what was wanted holds already, or else which state it is in.
 * @throws {UpstreamError} `CONFLICT` naming that state.
 */
export async function unlessAlready(
  send: () => Promise<void>,
  isSo: () => Promise<true | string>,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof UpstreamError) || !STATE_CODES.has(error.facts.providerCode ?? '')) throw error;
    const state = await isSo();
    if (state === true) return;
    throw new UpstreamError({
      ...error.facts,
      code: 'CONFLICT',
      message: `${error.facts.directory}: ${error.facts.route}: refused with ${error.facts.providerCode}: ${state}`,
      cause: error,
    });
  }
}

/** Resolves also where Okta says that there is no such object any more. */
export async function unlessGone(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof UpstreamError && error.code === 'NOT_FOUND')) throw error;
  }
}
