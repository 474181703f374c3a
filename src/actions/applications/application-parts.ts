import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible, type ObjectActionSpec } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';

const spec: ObjectActionSpec = { permission: 'application:write' };

/** Lets an application ask for scopes of a resource; one grant for each resource. */
export const createApplicationGrant = createObject('APPLICATION_GRANT', spec);
/** Sets which scopes of the resource it may ask for. */
export const updateApplicationGrant = updateObject('APPLICATION_GRANT', spec);
/** Takes all scopes of one resource from an application. */
export const deleteApplicationGrant = deleteObject('APPLICATION_GRANT', spec);

/** Makes an application sign people on by a policy; 1 is tried first. */
export const createSignOnPolicyAssignment = createObject('SIGN_ON_POLICY_ASSIGNMENT', spec);
/** Puts another policy in its place, or gives it another place in the order. */
export const updateSignOnPolicyAssignment = updateObject('SIGN_ON_POLICY_ASSIGNMENT', spec);
/** Without any assignment an application signs people on by the default policy of the directory. */
export const deleteSignOnPolicyAssignment = deleteObject('SIGN_ON_POLICY_ASSIGNMENT', spec);

/** Tells an application something about its users. */
export const createApplicationAttribute = createObject('APPLICATION_ATTRIBUTE', spec);
/** Sets where the value comes from, and whether sign-on fails without it. */
export const updateApplicationAttribute = updateObject('APPLICATION_ATTRIBUTE', spec);
/** Does not tell it any more. */
export const deleteApplicationAttribute = deleteObject('APPLICATION_ATTRIBUTE', {
  ...spec,
  objection: ofTheProtocol,
});

/** "CORE and SCOPE mappings cannot be removed" (PingOne API reference, "Application attribute mapping"). */
export async function ofTheProtocol({
  readOnly: { mappingType },
}: ObjectRecord): Promise<GuardRefusal | null> {
  return mappingType === 'CORE' || mappingType === 'SCOPE'
    ? notPossible(
        `This mapping (${mappingType}) belongs to the protocol itself: it can be changed, and not deleted.`,
      )
    : null;
}
