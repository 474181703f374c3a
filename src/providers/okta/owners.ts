import type { Owner } from '../../model/owner.ts';
import type { Origin } from '../bad-response.ts';
import { expectFlag } from '../expect-members.ts';
import type { OwnerReads } from '../owner-reads.ts';
import { flag, type Row, text } from '../rows.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta's own page, of which it says that it is the default (API reference, "List all group owners"). */
const OWNERS_PER_PAGE = 1_000;

const KINDS: ReadonlyMap<string, Owner['kind']> = new Map([
  ['USER', 'USER'],
  ['GROUP', 'GROUP'],
]);

/**
 * Owners of groups; an organisation without the feature refuses the call, which leaves them unknown. One that comes from an application
 * is not `resolved` until Okta has found the account for it: who that is nobody can tell.
 */
export function createOwnerReads(api: OktaApi): Pick<OwnerReads, 'ofGroup'> {
  return {
    ofGroup: async (groupId, context) => {
      const found = await api.list('/api/v1/groups/{groupId}/owners', { groupId }, context, toOwner, {
        query: { limit: String(OWNERS_PER_PAGE) },
      });
      const rows = found.rows.filter((owner) => owner !== null);
      if (rows.length === found.rows.length) return { ...found, rows };
      const message = 'Okta has not found the accounts of all owners yet.';
      return { ...found, rows, complete: false, reason: 'PARTIAL', message };
    },
  };
}

function toOwner({ id, members }: Row, _observedAt: Date, origin: Origin): Owner | null {
  expectFlag(members, 'resolved', origin);
  const kind = KINDS.get(text(members, 'type') ?? '');
  if (kind === undefined || flag(members, 'resolved') === false) return null;
  return { kind, externalId: id, name: text(members, 'displayName') };
}
