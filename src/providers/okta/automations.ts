import type { InactivityAutomation } from '../../model/automation.ts';
import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { wholeListing } from '../listing.ts';
import { type Members, object, type Row, text, texts, whole } from '../rows.ts';
import { toGroup } from './group.ts';
import type { OktaApi } from './okta-api.ts';

const OFF = new Set([
  'SUSPEND',
  'SUSPENDED',
  'DEACTIVATE',
  'DEACTIVATED',
  'DEPROVISIONED',
  'DELETE',
  'DELETED',
]);

/**
 * The console's automations are policies of the type USER_LIFECYCLE. Okta documents their conditions ("InactivityPolicyRuleCondition",
 * "ScheduledUserLifecycleAction"), but not this type in the list of policies: it is read only where the operator says so, and what is
 * not of the expected form leaves the list incomplete.
 */
export async function readAutomations(
  api: OktaApi,
  context: CallContext,
): Promise<Listing<InactivityAutomation>> {
  const query = { type: 'USER_LIFECYCLE' };
  const policies = await api.list('/api/v1/policies', {}, context, (row) => row, { query });
  const found = await Promise.all(
    policies.rows.map(async (policy) => {
      const rules = await api.list(
        '/api/v1/policies/{policyId}/rules',
        { policyId: policy.id },
        context,
        (row) => row,
      );
      return await Promise.all(rules.rows.map((rule) => toAutomation(api, policy, rule, context)));
    }),
  );
  const read = found.flat();
  const rows = read.filter((one) => typeof one === 'object');
  if (!read.includes('UNREADABLE')) return wholeListing(rows, policies.observedAt);
  const message = 'An automation of Okta is not of the form that was expected.';
  return { rows, complete: false, reason: 'INVALID_VALUE', message, observedAt: policies.observedAt };
}

/** OTHER: it does not ask how long an account was not used. */
async function toAutomation(
  api: OktaApi,
  policy: Row,
  rule: Row,
  context: CallContext,
): Promise<InactivityAutomation | 'OTHER' | 'UNREADABLE'> {
  const people = peopleOf(rule.members);
  const inactivity = object(object(people, 'users') ?? {}, 'inactivity');
  if (inactivity === null) return 'OTHER';
  const days = daysOf(inactivity);
  const lifecycle = object(object(rule.members, 'actions') ?? {}, 'userLifecycle') ?? {};
  const action = text(lifecycle, 'action') ?? text(lifecycle, 'status');
  if (days === null || action === null) return 'UNREADABLE';
  return {
    name: text(rule.members, 'name') ?? text(policy.members, 'name') ?? rule.id,
    enabled: text(policy.members, 'status') === 'ACTIVE' && text(rule.members, 'status') === 'ACTIVE',
    afterDays: days,
    switchesOff: OFF.has(action.toUpperCase()),
    coversEverybody: await coversEverybody(api, [peopleOf(policy.members), people], context),
  };
}

function peopleOf(members: Members): Members {
  return object(object(members, 'conditions') ?? {}, 'people') ?? {};
}

function daysOf(inactivity: Members): number | null {
  const number = whole(inactivity, 'number');
  const unit = text(inactivity, 'unit')?.toUpperCase().replace(/S$/, '');
  if (number === null) return null;
  return unit === 'DAY' ? number : unit === 'WEEK' ? number * 7 : null;
}

/** Everybody is in the group that Okta itself brings along; whether other groups are everybody together is not worked out. */
async function coversEverybody(
  api: OktaApi,
  people: readonly Members[],
  context: CallContext,
): Promise<boolean | null> {
  const lists = people.flatMap((one) => [object(one, 'groups') ?? {}, object(one, 'users') ?? {}]);
  if (lists.some((list) => texts(list, 'exclude').length > 0)) return null;
  const included = lists.map((list) => texts(list, 'include')).filter((ids) => ids.length > 0);
  const each = await Promise.all(
    included.map(async (ids) => {
      const groups = await Promise.all(
        ids.map((groupId) => api.find('/api/v1/groups/{groupId}', { groupId }, context)),
      );
      return groups.some(
        (found) =>
          found !== null && toGroup(found.row, api.directory, found.answer.observedAt).vendorsOwn === true,
      );
    }),
  );
  return each.every(Boolean) ? true : null;
}
