import type { ActivityDay } from '../../model/activity.ts';
import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { wholeListing } from '../listing.ts';
import type { Members } from '../rows.ts';
import { instant, text, whole } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { compare } from './scim.ts';

/**
 * `GET userActivities`: sign-ons of the environment, day by day. The members of its rows are not published (the API's own
 * description has an empty schema), so that all of them are handed on and those that are understood are read as well.
 */
export async function readUserActivities(
  api: EnvironmentApi,
  from: Date,
  to: Date,
  context: CallContext,
): Promise<Listing<ActivityDay>> {
  const filter = `${compare('startDate', 'eq', from.toISOString())} and ${compare('endDate', 'eq', to.toISOString())}`;
  const options = { query: { filter }, bucket: 'analytics' } as const;
  const { rows, observedAt } = await api.rawList('userActivities', {}, 'userActivities', context, options);
  return wholeListing(rows.map(toActivityDay), observedAt);
}

function toActivityDay({ _links, ...members }: Members): ActivityDay {
  const at = instant(members, 'date')?.toISOString() ?? text(members, 'date');
  return {
    date: at !== null && /^\d{4}-\d{2}-\d{2}/.test(at) ? at.slice(0, 10) : null,
    signOns: whole(members, 'signOns'),
    members,
  };
}
