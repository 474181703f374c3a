import type { CacheKind } from '../../directory/cache.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import type { Target } from '../action.ts';

/** Lists that are kept whole and show objects of a kind. */
const lists: Partial<Record<ObjectKind, readonly CacheKind[]>> = {
  GROUP: ['everyGroup'],
  POPULATION: ['populations'],
  ROLE: ['roles'],
  APPLICATION: ['applications'],
  SIGN_ON_POLICY: ['signOnPolicies'],
  PASSWORD_POLICY: ['passwordPolicies'],
  DEVICE_AUTHENTICATION_POLICY: ['deviceAuthenticationPolicies'],
  IDENTITY_PROVIDER: ['identityProviders'],
  CERTIFICATE: ['certificates'],
  WEBHOOK: ['webhooks'],
};

type PerObject = {
  readonly [K in keyof DirectoryLoaders & CacheKind]: DirectoryLoaders[K] extends { clear(id: string): void }
    ? K
    : never;
}[keyof DirectoryLoaders & CacheKind];

/** What is kept for each object of a kind, by its own id; of what belongs to another object, by the id of that. */
const perObject: Partial<Record<ObjectKind, readonly PerObject[]>> = {
  GROUP: ['groupParents', 'groupRoleAssignments', 'groupTotalMembers'],
  POPULATION: ['populationIdentityProvider'],
  APPLICATION: [
    'application',
    'applicationGrants',
    'applicationAttributes',
    'applicationPolicies',
    'applicationRoleAssignments',
    'applicationSecret',
    'applicationFlowPolicyAssigned',
  ],
  APPLICATION_GRANT: ['applicationGrants'],
  APPLICATION_ATTRIBUTE: ['applicationAttributes'],
  SIGN_ON_POLICY_ASSIGNMENT: ['applicationPolicies'],
  SIGN_ON_POLICY: ['signOnPolicyActions'],
  SIGN_ON_POLICY_ACTION: ['signOnPolicyActions'],
  IDENTITY_PROVIDER: ['identityProviderAttributes'],
  IDENTITY_PROVIDER_ATTRIBUTE: ['identityProviderAttributes'],
};

/** Nobody may be served what was known of an object before it was changed. */
export function forgetObject(
  kind: ObjectKind,
): (loaders: DirectoryLoaders, target: Target, after: ObjectRecord | null) => void {
  return (loaders, { externalId }, after) => {
    const { cache } = loaders.directory;
    for (const list of lists[kind] ?? []) cache.evict(list, '');
    const [id = ''] = (after?.externalId ?? externalId).split('/');
    for (const name of perObject[kind] ?? []) {
      cache.evict(name, id);
      loaders[name].clear(id);
    }
    if (kind !== 'GROUP') return;
    loaders.group.clear(id);
    // With a group its members lose what it gave them: what is kept of each of them may be wrong.
    if (after === null && id !== '') cache.clear();
  };
}
