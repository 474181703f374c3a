import type {
  ApplicationAttribute,
  ApplicationSecretState,
  SignOnPolicyAssignment,
} from '../../model/application.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse } from '../bad-response.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, object, reference, text, whole } from '../rows.ts';

export function toAttribute(row: Row): ApplicationAttribute {
  return {
    externalId: row.id,
    name: text(row.members, 'name') ?? '',
    value: text(row.members, 'value'),
    required: flag(row.members, 'required'),
    mappingType: text(row.members, 'mappingType'),
  };
}

/** @throws {UpstreamError} `BAD_RESPONSE` for an assignment that does not name its policy or its turn. */
export function toPolicyAssignment(row: Row, _: Date, origin: Origin): SignOnPolicyAssignment {
  const signOnPolicyId = reference(row.members, 'signOnPolicy');
  const priority = whole(row.members, 'priority');
  if (signOnPolicyId === null || priority === null)
    throw badResponse(origin, 'has an assignment without a sign-on policy or a priority');
  return { externalId: row.id, signOnPolicyId, priority };
}

/** Whether there is a previous secret, and since when it is not used; both secrets stay behind. */
export function toSecretState(secret: Members): ApplicationSecretState {
  const previous = object(secret, 'previous');
  return {
    // PingOne does not say when the current one was made.
    createdAt: null,
    hasPrevious: previous !== null,
    previousExpiresAt: previous === null ? null : instant(previous, 'expiresAt'),
    previousLastUsedAt: previous === null ? null : instant(previous, 'lastUsed'),
  };
}
