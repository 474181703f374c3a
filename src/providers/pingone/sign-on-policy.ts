import type { SignOnPolicy, SignOnPolicyAction } from '../../model/policy.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse } from '../bad-response.ts';
import type { Row } from '../rows.ts';
import { flag, object, reference, references, text, whole } from '../rows.ts';
import { signOnPolicyActionShape } from './setting-shapes.ts';
import { expectShape } from './shape.ts';

export function toSignOnPolicy(row: Row, directory: string): SignOnPolicy {
  return {
    directory,
    externalId: row.id,
    name: text(row.members, 'name') ?? row.id,
    description: text(row.members, 'description'),
    isDefault: flag(row.members, 'default') ?? false,
  };
}

/** @throws {UpstreamError} `BAD_RESPONSE` for an action that does not say what it does, or to whom. */
export function toSignOnPolicyAction(row: Row, _: Date, origin: Origin): SignOnPolicyAction {
  const action = row.members;
  const type = text(action, 'type');
  expectShape(action, signOnPolicyActionShape, origin);
  if (type === null) throw badResponse(origin, 'has a sign-on policy action without a type');
  return {
    externalId: row.id,
    type,
    priority: whole(action, 'priority') ?? 0,
    // `condition` is an object of and, or, not; any value but none makes the action depend on something.
    conditional: (action['condition'] ?? null) !== null,
    noDevicesMode: text(action, 'noDevicesMode'),
    deviceAuthenticationPolicyId: reference(action, 'deviceAuthenticationPolicy'),
    registrationEnabled: flag(object(action, 'registration') ?? {}, 'enabled'),
    lockoutEnforced: flag(action, 'enforceLockoutForIdentityProviders'),
    socialProviderIds: references(action, 'socialProviders'),
  };
}
