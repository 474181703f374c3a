import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { identified } from '../identified.ts';
import type { MfaWrites } from '../mfa-writes.ts';
import type { Row } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { type ChangedFactors, METHODS } from './mfa.ts';
import { collectionOf, isFactor } from './mfa-device.ts';
import { REPORTED } from './mfa-report.ts';
import { explained } from './write-errors.ts';

const METHOD = '/users/{userId}/authentication/{collection}/{methodId}';

/** What takes second factors away. Each kind has a collection of its own, so that the method is looked up first. */
export function createMfaWrites(
  api: GraphApi,
  changed: ChangedFactors,
  now: () => Date,
): Pick<MfaWrites, 'deleteDevice' | 'deleteAllDevices'> {
  async function methodsOf(userId: string, context: CallContext): Promise<readonly Row[]> {
    const { rows, origin } = await api.rows(METHODS, { userId }, context);
    return identified(rows, origin);
  }

  async function remove(userId: string, method: Row, context: CallContext): Promise<void> {
    const collection = collectionOf(method);
    if (collection === null)
      throw refused(api, 'This kind of method cannot be removed through Microsoft Graph v1.0.');
    const ids = { userId, collection, methodId: method.id };
    try {
      await explained(() => api.command(METHOD, ids, { method: 'DELETE' }, context));
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
    } finally {
      changed.set(userId, now());
    }
  }

  return {
    deleteDevice: async (userId, deviceId, context) => {
      if (deviceId.startsWith(REPORTED))
        throw refused(
          api,
          'The report tells of kinds and names no method: read the devices of this user first.',
        );
      const method = (await methodsOf(userId, context)).find(({ id }) => id === deviceId);
      if (method === undefined) return;
      if (!isFactor(method)) throw refused(api, 'This method is no second factor: it is left alone.');
      await remove(userId, method, context);
    },
    /** The default method cannot go while others are there: what is refused is tried again after the rest. */
    deleteAllDevices: async (userId, context) => {
      const methods = await methodsOf(userId, context);
      let left = methods.filter((method) => isFactor(method) || collectionOf(method) !== null);
      for (;;) {
        const failed: { readonly method: Row; readonly error: UpstreamError }[] = [];
        for (const method of left) {
          try {
            await remove(userId, method, context);
          } catch (error) {
            if (!(error instanceof UpstreamError) || error.retryable || error.code === 'CANCELLED')
              throw error;
            failed.push({ method, error });
          }
        }
        const [first] = failed;
        if (first === undefined) return;
        if (failed.length === left.length) throw first.error;
        left = failed.map(({ method }) => method);
      }
    },
  };
}

function refused({ directory }: GraphApi, reason: string): UpstreamError {
  return new UpstreamError({
    code: 'INVALID_REQUEST',
    message: `${directory}: ${reason} Nothing was sent.`,
    directory,
    route: `DELETE ${METHOD}`,
  });
}
