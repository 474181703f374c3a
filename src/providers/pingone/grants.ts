import { LRUCache } from 'lru-cache';
import type { ApplicationGrant } from '../../model/application.ts';
import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import { expectReferences } from '../expect-members.ts';
import { reference, references, text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';

/** Names of resources and scopes hardly ever change; an application's grants are read one application at a time. */
const NAMES_LIVE_MS = 5 * 60_000;

interface Named {
  readonly name: string | null;
  readonly type: string | null;
}

type Names = ReadonlyMap<string, Named>;

/** Reads of an application's grants; a grant itself has ids only. A name that cannot be read is null, the grant stays. */
export function createGrantReader(api: EnvironmentApi) {
  const names = new LRUCache<string, Names, CallContext>({
    max: 1_000,
    ttl: NAMES_LIVE_MS,
    fetchMethod: async (key, _, { context }) => await readNames(api, key, context),
  });

  async function namesOf(key: string, context: CallContext): Promise<Names> {
    try {
      return (await names.fetch(key, { context })) ?? NO_NAMES;
    } catch (error) {
      if (error instanceof UpstreamError && error.code !== 'CANCELLED') return NO_NAMES;
      throw error;
    }
  }

  return async (applicationId: string, context: CallContext): Promise<Listing<ApplicationGrant>> => {
    const template = 'applications/{applicationId}/grants';
    const grants = await api.list(template, { applicationId }, 'grants', context, (row, _, origin) => {
      const resourceId = reference(row.members, 'resource');
      if (resourceId === null) throw badResponse(origin, 'has a grant that does not name its resource');
      expectReferences(row.members, 'scopes', origin);
      return { externalId: row.id, resourceId, scopeIds: references(row.members, 'scopes') };
    });
    const resources = grants.rows.length === 0 ? NO_NAMES : await namesOf(RESOURCES, context);
    const rows = await Promise.all(
      grants.rows.map(async (grant) => {
        const scopes = grant.scopeIds.length === 0 ? NO_NAMES : await namesOf(grant.resourceId, context);
        return {
          ...grant,
          resourceName: resources.get(grant.resourceId)?.name ?? null,
          resourceType: resources.get(grant.resourceId)?.type ?? null,
          scopes: grant.scopeIds.map((id) => scopes.get(id)?.name ?? null),
        };
      }),
    );
    return { ...grants, rows };
  };
}

const NO_NAMES: Names = new Map();

/** Key of the names of resources; all other keys are ids of resources and stand for the names of their scopes. */
const RESOURCES = '';

async function readNames(api: EnvironmentApi, key: string, context: CallContext): Promise<Names> {
  const [template, collection] =
    key === RESOURCES
      ? (['resources', 'resources'] as const)
      : (['resources/{resourceId}/scopes', 'scopes'] as const);
  const listing = await api.list(template, { resourceId: key }, collection, context, (row) => row);
  return new Map(
    listing.rows.map((row) => [row.id, { name: text(row.members, 'name'), type: text(row.members, 'type') }]),
  );
}
