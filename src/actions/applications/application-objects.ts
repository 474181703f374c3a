import type { JsonObject } from '../../model/action.ts';
import type { ObjectRecord } from '../../providers/object-writes.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { ownApplication } from '../guards/own-application.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { notPossible, type ObjectActionSpec } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';
import { applicationTakeover } from './application-takeover.ts';
import { switchObject } from './switch-object.ts';

const spec: ObjectActionSpec = { permission: 'application:write', guards: [ownApplication] };

const create = createObject('APPLICATION', { permission: 'application:write' });
const update = updateObject('APPLICATION', {
  ...spec,
  guards: [ownApplication, applicationTakeover],
  fixed: ['protocol', 'type'],
});

/**
 * Creates an application. The provider makes its client secret, which only `rotateApplicationSecret` shows. It gets no roles:
 * a worker that inherited those of the gateway would be a way around the right to assign roles.
 */
export const createApplication: typeof create = {
  ...create,
  problem: (input) => create.problem?.(input) ?? notForMembers(input.members),
  send: async (change) => {
    const { members } = change.input;
    // "Whether the permissions service should assign default roles to the application" (PingOne API definition).
    const without = members['protocol'] === 'OPENID_CONNECT' ? { assignActorRoles: false } : {};
    return await create.send({ ...change, input: { ...change.input, members: { ...members, ...without } } });
  },
};

/** How it signs people on is set for good when it is created (PingOne API reference, "Applications"). */
export const updateApplication: typeof update = {
  ...update,
  problem: (input) => update.problem?.(input) ?? notForMembers(input.members),
};

/** Ends an application with its secret, grants, attributes and roles; nobody signs on to it any more. */
export const deleteApplication = deleteObject('APPLICATION', { ...spec, objection: ofTheProvider });

/** Lets people and machines sign on to it again. */
export const enableApplication = switchObject('APPLICATION', true, spec);

/** Nobody signs on to it; all that it is set to stays. */
export const disableApplication = switchObject('APPLICATION', false, spec);

const elsewhere: Readonly<Record<string, string>> = {
  assignActorRoles: 'an application is given roles by `assignRoleToApplication`',
  clientSecret: 'the provider makes it: `rotateApplicationSecret` makes another one',
  clientId: 'the provider makes it',
};

function notForMembers(members: JsonObject): string | null {
  const name = Object.keys(elsewhere).find((one) => Object.hasOwn(members, one));
  return name === undefined
    ? null
    : `Expected members that can be set here; received "${name}": ${elsewhere[name] ?? ''}. Leave it out.`;
}

const providers: ReadonlySet<unknown> = new Set([
  'PING_ONE_PORTAL',
  'PING_ONE_SELF_SERVICE',
  'PING_ONE_ADMIN_CONSOLE',
]);

async function ofTheProvider({ members: { type } }: ObjectRecord): Promise<GuardRefusal | null> {
  return providers.has(type)
    ? notPossible(`This application (${String(type)}) is the provider's own: it cannot be deleted.`)
    : null;
}
