import type { DirectoryProfile } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { Members } from '../rows.ts';
import { instant, objects, text } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';
import { isSameGuid } from './guid.ts';

const SELECT = 'id,displayName,createdDateTime,tenantType,assignedPlans';

const PURPOSES: ReadonlyMap<string, DirectoryProfile['purpose']> = new Map([
  ['AAD', 'WORKFORCE'],
  ['AAD B2C', 'CUSTOMER'],
  ['CIAM', 'CUSTOMER'],
]);

/**
 * What the tenant says of itself.
 * @throws {UpstreamError} `BAD_RESPONSE` when the token turns out to open another tenant than the configured one.
 */
export async function readProfile(api: GraphApi, context: CallContext): Promise<DirectoryProfile> {
  const { rows, origin } = await api.rows('/organization', {}, context, { query: { $select: SELECT } });
  const [own, ...others] = identified(rows, origin);
  if (own === undefined || others.length > 0 || !isSameGuid(own.id, api.settings.tenantId))
    throw badResponse(origin, 'is about another tenant than the one that is configured');
  return toProfile(own.members);
}

function toProfile(organization: Members): DirectoryProfile {
  const type = text(organization, 'tenantType');
  const plans = objects(organization, 'assignedPlans')
    .filter((plan) => text(plan, 'capabilityStatus') === 'Enabled')
    .flatMap((plan) => text(plan, 'service') ?? []);
  return {
    name: text(organization, 'displayName'),
    region: null,
    type,
    status: null,
    organizationId: null,
    licenseId: null,
    purpose: PURPOSES.get(type ?? '') ?? 'UNKNOWN',
    products: [...new Set(plans)],
    mfaKeptElsewhere: false,
    createdAt: instant(organization, 'createdDateTime'),
  };
}
