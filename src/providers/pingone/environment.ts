import type { DirectoryProfile } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Members } from '../rows.ts';
import { instant, object, objects, reference, text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { expectShape, type Shape } from './shape.ts';

/** What the environment says of itself. The bill of materials is left unknown where it may not be read. */
export async function readProfile(api: EnvironmentApi, context: CallContext): Promise<DirectoryProfile> {
  const query = { expand: 'billOfMaterials' };
  const { members, origin } = await api.read('/environments/{environmentId}', {}, context, { query });
  // Ping's pages do not show where the expanded object stands.
  const expanded =
    object(members, 'billOfMaterials') ?? object(object(members, '_embedded') ?? {}, 'billOfMaterials');
  if (expanded !== null) expectShape(expanded, billShape, origin);
  return toProfile(members, expanded ?? (await readBillOfMaterials(api, context)));
}

/** A product that cannot be read may be the one that decides where second factors are kept. */
const billShape: Shape = {
  texts: ['solutionType'],
  rows: { products: { always: ['type'], texts: ['type'] } },
};

async function readBillOfMaterials(api: EnvironmentApi, context: CallContext): Promise<Members | null> {
  try {
    const { members, origin } = await api.read('billOfMaterials', {}, context);
    expectShape(members, billShape, origin);
    return members;
  } catch (error) {
    if (error instanceof UpstreamError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND'))
      return null;
    throw error;
  }
}

export function toProfile(environment: Members, billOfMaterials: Members | null): DirectoryProfile {
  const products = objects(billOfMaterials ?? {}, 'products').flatMap(
    (product) => text(product, 'type') ?? [],
  );
  return {
    name: text(environment, 'name'),
    region: text(environment, 'region'),
    type: text(environment, 'type'),
    status: text(environment, 'status'),
    organizationId: reference(environment, 'organization'),
    licenseId: reference(environment, 'license'),
    purpose: PURPOSES.get(text(billOfMaterials ?? {}, 'solutionType') ?? '') ?? 'UNKNOWN',
    products,
    mfaKeptElsewhere: devicesKeptElsewhere(products),
    createdAt: instant(environment, 'createdAt'),
  };
}

const PURPOSES: ReadonlyMap<string, DirectoryProfile['purpose']> = new Map([
  ['WORKFORCE', 'WORKFORCE'],
  ['WF_TRIAL', 'WORKFORCE'],
  ['CUSTOMER', 'CUSTOMER'],
  ['CIAM_TRIAL', 'CUSTOMER'],
]);

/**
 * Whether people's devices may be in PingID rather than PingOne MFA: an environment with PingID and without PingOne MFA.
 * Then an empty list of devices proves nothing.
 */
export function devicesKeptElsewhere(products: readonly string[]): boolean {
  return products.includes('PING_ID') && !products.includes('PING_ONE_MFA');
}
