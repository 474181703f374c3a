import { randomUUID } from 'node:crypto';
import type { Call } from './resource.ts';

/**
 * Whoever creates an environment or a population is given roles over it by the service. These rows may be read-only at first,
 * for as long as the setting says.
 */
export function grantToCreator(
  call: Call,
  roleNames: readonly string[],
  scope: { readonly id: string; readonly type: string },
): void {
  const { home } = call.world;
  const store = { kind: 'child', parent: 'applications', name: 'roleAssignments' } as const;
  const held = home.rows(store, call.clientId, true);
  for (const role of home.tenant.platform.get('roles')?.values() ?? []) {
    if (!roleNames.includes(String(role['name']))) continue;
    const id = randomUUID();
    held.set(id, { id, role: { id: role.id }, scope: { ...scope }, createdAt: home.now() });
    const below = `/environments/${home.tenant.environmentId}/applications/${call.clientId}/roleAssignments`;
    home.record({
      type: 'ROLE_ASSIGNMENT.CREATED',
      resource: { type: 'ROLE_ASSIGNMENT', id, href: `${call.base}${below}/${id}` },
      holder: { type: 'APPLICATION', id: call.clientId },
      correlationId: call.transactionId,
      clientId: call.clientId,
    });
    home.readOnlyUntil.set(id, home.clock() + home.settings.creatorGrantsReadOnlySeconds * 1000);
  }
  home.touch();
}
