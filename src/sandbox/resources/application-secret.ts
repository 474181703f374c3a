import { randomBytes } from 'node:crypto';
import { ApiError, forbidden, invalidData } from '../api-error.ts';
import { bodyOf, valueAt } from '../serve/body.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import type { World } from '../world.ts';
import { idOf } from '../world.ts';
import type { Call, JsonObject, Single } from './resource.ts';
import { APPLICATION, JSON_TYPE, needsOf } from './resource.ts';

const PATH = 'applications/secret';
const MINUTE_MS = 60_000;
const MOST_MS = 30 * 86_400_000;
const secretNeeds = needsOf('applications', 'applications', 'secret');

/** The secret and the previous one. POST rotates with 200, DELETE drops the previous one. */
export const secret: Single = {
  kind: 'single',
  path: '/environments/{environmentId}/applications/{applicationId}/secret',
  within: APPLICATION,
  needs: { ...secretNeeds, create: secretNeeds.update },
  read: (call, application) => heldBy(call, application),
  post: {
    [JSON_TYPE]: (call, application) => {
      const { secret: previous } = heldBy(call, application);
      const expiresAt = previousExpiry(call);
      const next = { secret: newSecret(), previous: { secret: previous, expiresAt } };
      call.world.setDetail(PATH, application.id, next);
      recordChange({ audit: 'APPLICATION' }, application, call, 'SECRET_ROTATED');
      return { status: 200, body: next };
    },
  },
  remove: (call, application) => {
    const { previous: _dropped, ...kept } = heldBy(call, application);
    call.world.setDetail(PATH, application.id, kept);
    recordChange({ audit: 'APPLICATION' }, application, call, 'PREVIOUS_SECRET_DELETED');
    return { status: 204 };
  },
};

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function heldBy(call: Call, application: Row): JsonObject {
  const held = call.world.detail(PATH, application.id);
  if (held === undefined) throw forbidden();
  if (call.world.settings.strongerSecrets === 'refuse' && isStronger(call, application)) {
    throw new ApiError(
      403,
      'ACCESS_FAILED',
      'The request could not be completed. You do not have access to this resource.',
      [
        {
          code: 'INSUFFICIENT_PERMISSIONS',
          message: 'Actor does not have permissions to access worker application client secrets',
        },
      ],
    );
  }
  return held;
}

/** Whether a worker application holds a role at a scope that the calling one does not hold. */
function isStronger({ world, clientId }: Call, application: Row): boolean {
  if (application['type'] !== 'WORKER' || application.id === clientId) return false;
  const own = grantsOf(world, clientId);
  return [...grantsOf(world, application.id)].some((grant) => !own.has(grant));
}

function grantsOf(world: World, applicationId: string): Set<string> {
  const store = { kind: 'child', parent: 'applications', name: 'roleAssignments' } as const;
  const rows = [...world.home.rows(store, applicationId).values()];
  return new Set(rows.map((row) => `${idOf(row['role'])} ${idOf(row['scope'])}`));
}

/** When the previous secret ends: from one minute to thirty days from now, thirty days when the body does not say. */
function previousExpiry(call: Call): string {
  const now = call.world.clock();
  const asked = call.body === undefined ? undefined : valueAt(bodyOf(call), 'previous.expiresAt');
  if (asked === undefined) return new Date(now + MOST_MS).toISOString();
  const at = typeof asked === 'string' ? Date.parse(asked) : Number.NaN;
  if (at >= now + MINUTE_MS && at <= now + MOST_MS) return new Date(at).toISOString();
  throw invalidData({
    code: 'OUT_OF_RANGE',
    target: 'previous.expiresAt',
    message: 'Expected a moment from one minute to thirty days from now.',
  });
}
