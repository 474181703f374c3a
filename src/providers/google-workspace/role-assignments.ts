import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Clock } from '../../upstream/clock.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse } from '../bad-response.ts';
import { wholeListing } from '../listing.ts';
import type { Row } from '../rows.ts';
import { SharedRead } from '../shared-read.ts';
import type { GoogleApis } from './google-apis.ts';
import type { MemberIds, MemberReads } from './group-members.ts';
import { type GoogleList, readAll, ROLE_ASSIGNMENTS } from './lists.ts';
import { assigneeOf, isOfGroup, toRoleAssignment } from './role-assignment.ts';

export interface AssignmentReads {
  /** Also what groups give, marked as such. */
  ofUser(userId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  ofGroup(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  /** After a change of any assignment, or of who is in a group. */
  forget(): void;
}

/** Every assignment of the customer, and who is in the groups that have any. */
interface Table {
  readonly byAssignee: ReadonlyMap<string, readonly Row[]>;
  readonly givers: readonly { readonly groupId: string; readonly members: MemberIds }[];
  readonly observedAt: Date;
}

/** A customer has a few hundred assignments: for a sweep they are read once, not once for each user. */
const SWEEP_MS = 60_000;
/** Others get what was begun a moment ago, and from so many at once on. */
const MOMENT_MS = 1_000;
const MANY = 5;

export function createAssignmentReads(
  { settings, readRoles: api }: GoogleApis,
  members: MemberReads,
  clock: Clock,
): AssignmentReads {
  const { customerId, key: directory } = settings;
  let underWay = 0;

  const listOf = (query: GoogleList['query']): GoogleList => ({
    of: ROLE_ASSIGNMENTS,
    template: '/customer/{customerId}/roleassignments',
    ids: { customerId },
    query,
  });
  const originOf = (context: CallContext): Origin =>
    api.target('GET', listOf({}).template, { customerId }, context).origin;

  const table = new SharedRead(
    directory,
    async (context): Promise<Table> => {
      const { rows, observedAt } = await readAll(api, listOf({}), context);
      const origin = originOf(context);
      const byAssignee = new Map<string, Row[]>();
      for (const row of rows) {
        const assignee = assigneeOf(row, origin);
        const others = byAssignee.get(assignee);
        if (others === undefined) byAssignee.set(assignee, [row]);
        else others.push(row);
      }
      const groupIds = new Set(rows.filter(isOfGroup).map((row) => assigneeOf(row, origin)));
      const givers = await Promise.all(
        [...groupIds].map(async (groupId) => ({ groupId, members: await members.idsOf(groupId, context) })),
      );
      return { byAssignee, givers, observedAt };
    },
    clock,
  );

  async function fromTable(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const { byAssignee, givers, observedAt } = await table.read(context, ageOf(context));
    const giving = givers.filter(({ members: { userIds, everybody } }) => everybody || userIds.has(userId));
    const held = [
      ...(byAssignee.get(userId) ?? []).map((row) => [row, null] as const),
      ...giving.flatMap(({ groupId }) =>
        (byAssignee.get(groupId) ?? []).map((row) => [row, groupId] as const),
      ),
    ];
    return listing(userId, held, observedAt, context);
  }

  /** Google leaves out what groups give unless it is asked for one user at a time (`userKey`). */
  async function alone(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const query = { userKey: userId, includeIndirectRoleAssignments: 'true' };
    const { rows, observedAt } = await readAll(api, listOf(query), context);
    const origin = originOf(context);
    const held = rows.map((row) => {
      const assignee = assigneeOf(row, origin);
      if (assignee === userId) return [row, null] as const;
      if (isOfGroup(row)) return [row, assignee] as const;
      throw badResponse(origin, 'has a role assignment of somebody else than who was asked for');
    });
    return listing(userId, held, observedAt, context);
  }

  function listing(
    userId: string,
    held: readonly (readonly [Row, string | null])[],
    observedAt: Date,
    context: CallContext,
  ): Listing<RoleAssignment> {
    const origin = originOf(context);
    const principal = { kind: 'USER', externalId: userId } as const;
    const rows = held.map(([row, groupId]) => toRoleAssignment(row, principal, groupId, settings, origin));
    return wholeListing(rows, observedAt);
  }

  return {
    ofUser: async (userId, context) => {
      if (!/^\d{1,30}$/.test(userId)) throw noSuchUser(directory);
      if (context.lane === 'bulk' || underWay >= MANY) return await fromTable(userId, context);
      underWay += 1;
      try {
        return await alone(userId, context);
      } catch (error) {
        // Removed people are not known by their id any more, and hold nothing.
        if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
        return await fromTable(userId, context);
      } finally {
        underWay -= 1;
      }
    },
    ofGroup: async (groupId, context) => {
      const { byAssignee, observedAt } = await table.read(context, ageOf(context));
      const origin = originOf(context);
      const principal = { kind: 'GROUP', externalId: groupId } as const;
      const own = byAssignee.get(groupId) ?? [];
      const rows = own.map((row) => toRoleAssignment(row, principal, null, settings, origin));
      return wholeListing(rows, observedAt);
    },
    forget: () => table.forget(),
  };
}

function ageOf({ lane }: CallContext): number {
  return lane === 'bulk' ? SWEEP_MS : MOMENT_MS;
}

function noSuchUser(directory: string): UpstreamError {
  return new UpstreamError({
    code: 'NOT_FOUND',
    message: `${directory}: expected the id of a Google user (digits), received another text: nobody has it.`,
    directory,
    route: 'GET /customer/{customerId}/roleassignments',
  });
}
