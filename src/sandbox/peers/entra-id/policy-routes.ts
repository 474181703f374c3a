import type { PeerRoute } from '../peer-server.ts';
import { serveList } from './serve-list.ts';
import type { GraphTenant } from './tenant.ts';

/** Policies about how people may sign in. */
export function policyRoutes({ policies }: GraphTenant): readonly PeerRoute[] {
  return [
    {
      method: 'GET',
      template: '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy',
      handle: () => ({
        status: 200,
        body: { id: '00000000-0000-0000-0000-000000000005', isEnabled: policies.securityDefaults },
      }),
    },
    {
      method: 'GET',
      template: '/v1.0/identity/conditionalAccess/policies',
      handle: (request) => serveList(request, policies.conditionalAccess, { most: 999 }),
    },
  ];
}
