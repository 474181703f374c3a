import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import { wholeListing } from '../listing.ts';
import { SharedRead } from '../shared-read.ts';
import type { OktaApi } from './okta-api.ts';

/** A sweep asks for everybody within minutes; a list of administrators that is older than this is read again. */
const FRESH_MS = 60_000;

interface Holders {
  readonly ids: ReadonlySet<string>;
  readonly observedAt: Date;
}

/** Spares a call for each user of a sweep who holds no role at all. */
export interface RoleHolders {
  /** An empty list for somebody who surely holds no role; null: they have to be asked for. */
  none(userId: string, context: CallContext): Promise<Listing<RoleAssignment> | null>;
  /** Something was changed: what was read before counts no more. */
  forget(): void;
}

/**
 * Okta lists who holds a role (`/api/v1/iam/assignees/users`). It is used where the operator says that this list is whole, and for
 * sweeps only: a decision about a change is made on what holds now.
 */
export function createRoleHolders(api: OktaApi, clock: Clock): RoleHolders {
  const shared = new SharedRead(
    api.directory,
    async (context): Promise<Holders> => {
      const { rows, observedAt } = await api.iamList(
        '/api/v1/iam/assignees/users',
        {},
        'value',
        context,
        ({ id }) => id,
        { limit: '100' },
      );
      return { ids: new Set(rows), observedAt };
    },
    clock,
  );
  return {
    none: async (userId, context) => {
      if (context.lane !== 'bulk' || !api.settings.adminListIncludesGroups) return null;
      const { ids, observedAt } = await shared.read(context, FRESH_MS);
      return ids.has(userId) ? null : wholeListing([], observedAt);
    },
    forget: () => shared.forget(),
  };
}
