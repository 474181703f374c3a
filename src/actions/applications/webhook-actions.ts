import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import type { ObjectActionSpec } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';
import { switchObject } from './switch-object.ts';

const spec: ObjectActionSpec = { permission: 'policy:write' };

/** Sends events of the directory to an address. Its headers may hold secrets: they are never shown again. */
export const createWebhook = createObject('WEBHOOK', spec);
/** Changes where events go and which; headers that are left out stay as they are. */
export const updateWebhook = updateObject('WEBHOOK', spec);
/** Events go there no longer. */
export const deleteWebhook = deleteObject('WEBHOOK', spec);
/** Events go there again; those of the time between do not. */
export const enableWebhook = switchObject('WEBHOOK', true, spec);
/** Events do not go there; all that it is set to stays. */
export const disableWebhook = switchObject('WEBHOOK', false, spec);
