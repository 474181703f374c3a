import type { JsonObject } from '../../model/action.ts';
import type { ObjectRecord } from '../../providers/object-writes.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { unreadable } from '../guards/unreadable.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';

/** A new policy has no steps yet: it becomes the default, if it is to, when it has some. */
export const createSignOnPolicy = createObject('SIGN_ON_POLICY', {
  permission: 'policy:write',
  memberObjection: withoutSteps,
});

export const updateSignOnPolicy = updateObject('SIGN_ON_POLICY', {
  permission: 'policy:write',
  memberObjection: withoutSteps,
});

/** Applications that use it would silently come under the default policy: they are to be given one first. */
export const deleteSignOnPolicy = deleteObject('SIGN_ON_POLICY', {
  permission: 'policy:write',
  objection: inUse,
});

/** A step of a policy: what it asks of people. */
export const createSignOnPolicyAction = createObject('SIGN_ON_POLICY_ACTION', { permission: 'policy:write' });

export const updateSignOnPolicyAction = updateObject('SIGN_ON_POLICY_ACTION', {
  permission: 'policy:write',
  fixed: ['type'],
});

/** The last step of a policy cannot be deleted (seen at PingOne, 400 `CONSTRAINT_VIOLATION`). */
export const deleteSignOnPolicyAction = deleteObject('SIGN_ON_POLICY_ACTION', { permission: 'policy:write' });

/** The default is used by every application without a policy of its own: without a step nobody could sign on. */
async function withoutSteps(
  record: ObjectRecord | null,
  members: JsonObject,
  { reads }: ActionEnvironment,
): Promise<GuardRefusal | null> {
  if (members['default'] !== true) return null;
  try {
    const steps = record === null ? null : await reads.loaders.signOnPolicyActions.load(record.externalId);
    if (steps !== null && (steps.rows.length > 0 || !steps.complete)) return null;
  } catch (error) {
    return unreadable(error, 'whether the policy has a step');
  }
  return notPossible(
    'A policy without a step cannot be the default: nobody could sign on. Give it steps, then make it the default.',
  );
}

async function inUse(
  { externalId: policyId }: ObjectRecord,
  { reads: { loaders } }: ActionEnvironment,
): Promise<GuardRefusal | null> {
  try {
    const { rows, complete, message } = await loaders.applications();
    const policies = await Promise.all(
      rows.map(async ({ externalId, name }) => ({
        name,
        list: await loaders.applicationPolicies.load(externalId).catch(noneWhenGone),
      })),
    );
    const users = policies.filter(({ list }) =>
      list?.rows.some(({ signOnPolicyId }) => signOnPolicyId === policyId),
    );
    if (users.length > 0) return notPossible(usedBy(users.map(({ name }) => name)));
    const whole = complete && policies.every(({ list }) => list?.complete !== false);
    return whole ? null : unreadable(message ?? 'part of a list', 'which applications use it');
  } catch (error) {
    return unreadable(error, 'which applications use it');
  }
}

/** An application that was deleted meanwhile uses no policy. */
function noneWhenGone(error: unknown): null {
  if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
  throw error;
}

const NAMED = 3;

function usedBy(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const listed = names.slice(0, NAMED).map((name) => `"${name}"`);
  return `${listed.join(', ')}${more} ${names.length === 1 ? 'uses' : 'use'} this policy, and would come under the default one: take it from ${names.length === 1 ? 'it' : 'them'} first.`;
}
