import type { InactivityAutomation } from '../../model/automation.ts';
import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { wholeListing } from '../listing.ts';
import { type Members, object, presence, type Row, text, texts, whole } from '../rows.ts';
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

/** What leaves an account switched on, or switches it on ("ScheduledUserLifecycleAction"). */
const ON = new Set(['ACTIVE', 'ACTIVATE', 'ACTIVATED', 'UNSUSPEND', 'UNSUSPENDED']);

/** OTHER: it does not ask how long an account was not used. */
async function toAutomation(
  api: OktaApi,
  policy: Row,
  rule: Row,
  context: CallContext,
): Promise<InactivityAutomation | 'OTHER' | 'UNREADABLE'> {
  const [people, ofPolicy] = [peopleOf(rule.members), peopleOf(policy.members)];
  const users = people && memberOf(people, 'users');
  if (people === null || ofPolicy === null || users === null) return 'UNREADABLE';
  const inactivity = object(users, 'inactivity');
  if (inactivity === null) return presence(users, 'inactivity') === 'ABSENT' ? 'OTHER' : 'UNREADABLE';
  const days = daysOf(inactivity);
  const lifecycle = object(object(rule.members, 'actions') ?? {}, 'userLifecycle') ?? {};
  const switchesOff = isOff(text(lifecycle, 'action') ?? text(lifecycle, 'status'));
  const [policyIsOn, ruleIsOn] = [isOn(policy), isOn(rule)];
  if (days === null || switchesOff === null || policyIsOn === null || ruleIsOn === null) return 'UNREADABLE';
  return {
    name: text(rule.members, 'name') ?? text(policy.members, 'name') ?? rule.id,
    enabled: policyIsOn && ruleIsOn,
    afterDays: days,
    switchesOff,
    coversEverybody: await coversEverybody(api, [ofPolicy, people], context),
  };
}

/** "LifecycleStatus". */
const STATES: ReadonlyMap<string, boolean> = new Map([
  ['ACTIVE', true],
  ['INACTIVE', false],
]);

function isOn({ members }: Row): boolean | null {
  return STATES.get(text(members, 'status') ?? '') ?? null;
}

/** Null: nobody knows what it does. */
function isOff(action: string | null): boolean | null {
  const word = action?.toUpperCase() ?? '';
  return OFF.has(word) ? true : ON.has(word) ? false : null;
}

/** Null: it is of another form than an object, and may say anything. */
function memberOf(members: Members, name: string): Members | null {
  return presence(members, name) === 'ABSENT' ? {} : object(members, name);
}

function peopleOf(members: Members): Members | null {
  const conditions = memberOf(members, 'conditions');
  return conditions && memberOf(conditions, 'people');
}

function daysOf(inactivity: Members): number | null {
  const number = whole(inactivity, 'number');
  const unit = text(inactivity, 'unit')?.toUpperCase().replace(/S$/, '');
  if (number === null) return null;
  return unit === 'DAY' ? number : unit === 'WEEK' ? number * 7 : null;
}

/** Whether a list leaves out nobody, as far as it can be read. */
function isWithoutExceptions(list: Members | null): list is Members {
  if (list === null) return false;
  const [include, exclude] = [list['include'] ?? [], list['exclude'] ?? []];
  if (!Array.isArray(exclude) || exclude.length > 0 || !Array.isArray(include)) return false;
  return include.every((id) => typeof id === 'string');
}

/** Everybody is in the group that Okta itself brings along; whether other groups are everybody together is not worked out. */
async function coversEverybody(
  api: OktaApi,
  people: readonly Members[],
  context: CallContext,
): Promise<boolean | null> {
  const lists = people.flatMap((one) => [memberOf(one, 'groups'), memberOf(one, 'users')]);
  if (!lists.every(isWithoutExceptions)) return null;
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
