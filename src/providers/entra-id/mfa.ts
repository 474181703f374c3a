import type { MfaDevice } from '../../model/mfa.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { MfaReads, MfaReport } from '../provider.ts';
import type { Row } from '../rows.ts';
import type { BatchReads } from './batch.ts';
import { type GraphApi, odataType } from './graph-api.ts';
import { toMfaDevice } from './mfa-device.ts';
import { readMfaReport } from './mfa-report.ts';

/** The list of a user's methods, and of no other user's. */
export const METHODS = '/users/{userId}/authentication/methods';

/** Whose factors this process changed, and when: the report tells of it hours later. */
export type ChangedFactors = Map<string, Date>;

export function createMfaReads(api: GraphApi, batch: BatchReads, changed: ChangedFactors): MfaReads {
  async function devicesOf(userId: string, context: CallContext): Promise<readonly MfaDevice[]> {
    const { members, origin } = await batch.read(METHODS, { userId }, context);
    const rows = methodRows(members, () =>
      badResponse(origin, 'goes on over another page, which no list of methods does'),
    );
    return identified(api.objectsOf(rows, origin), origin).flatMap((row) => {
      // Taken for a factor of an unknown kind, a password would be one.
      if (odataType(row.members) === null)
        throw badResponse(origin, 'has a method that does not say in @odata.type what it is');
      return toMfaDevice(row, api.directory, userId) ?? [];
    });
  }

  async function report(context: CallContext): Promise<MfaReport> {
    const whole = await readMfaReport(api, context);
    const devicesByUser = new Map(whole.devicesByUser);
    for (const [userId, at] of changed) {
      if (at.getTime() > whole.observedAt.getTime()) devicesByUser.delete(userId);
      else changed.delete(userId);
    }
    return { ...whole, devicesByUser };
  }

  return { devicesOf, report };
}

function methodRows(members: Row['members'], goesOn: () => Error): unknown {
  if ((members['@odata.nextLink'] ?? null) !== null) throw goesOn();
  return members['value'];
}
