import type { Draft } from './draft.ts';

const RESOURCES = [
  { name: 'openid', type: 'OPENID_CONNECT', scopes: 'openid,profile,email,address,phone,offline_access' },
  {
    name: 'PingOne API',
    type: 'PINGONE_API',
    scopes:
      'p1:read:user,p1:update:user,p1:read:device,p1:create:device,p1:delete:device,p1:read:sessions,p1:reset:userPassword',
  },
  { name: 'Orders', type: 'CUSTOM', scopes: 'orders:read,orders:write' },
] as const;

export type ResourceName = (typeof RESOURCES)[number]['name'];

const scopeIds = (resource: string): string => `resources/scopes of ${resource}`;

/** `resources` and the scopes below them. Returns how a grant names some of a resource's scopes. */
export function addResources(
  draft: Draft,
): (resource: ResourceName, scopes: readonly string[]) => Record<string, unknown> {
  const random = draft.random('resources');
  const ids = new Map<string, string>();
  for (const { name, type, scopes } of RESOURCES) {
    const id = random.uuid();
    draft.addNamed('resources', {
      id,
      environment: draft.environment,
      name,
      type,
      audience: type === 'CUSTOM' ? 'https://orders.example.com' : name,
      accessTokenValiditySeconds: type === 'CUSTOM' ? 86_400 : 3600,
      createdAt: draft.ago(2800),
      updatedAt: draft.ago(700),
    });
    for (const scope of scopes.split(',')) {
      const scopeId = random.uuid();
      ids.set(`${scopeIds(name)}/${scope}`, scopeId);
      draft.addBelow('resources/scopes', id, {
        id: scopeId,
        environment: draft.environment,
        resource: { id },
        name: scope,
        createdAt: draft.ago(2800),
        updatedAt: draft.ago(2800),
      });
    }
  }
  return (resource, scopes) => ({
    resource: { id: draft.idOf('resources', resource) },
    scopes: scopes.flatMap((scope) => {
      const id = ids.get(`${scopeIds(resource)}/${scope}`);
      return id === undefined ? [] : [{ id }];
    }),
  });
}
