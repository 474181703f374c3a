import type { Action } from '../../actions/action.ts';
import { sameId } from '../../actions/guards/same-id.ts';
import type { DeviceActionInput, DeviceState } from '../../actions/mfa/device-target.ts';
import type { ActionSubject } from '../../model/action.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { parseObjectId } from '../global-id.ts';
import { nullWhenGone } from '../listing.ts';
import { MfaDeviceObject } from '../mfa.ts';
import { commonInputFields, defineAction, type InputFields } from './define-action.ts';

/** What the input of every action on a device has. */
export function deviceInputFields(t: InputFields) {
  return {
    device: t.id({ required: true, description: 'Id of the MfaDevice that is meant.' }),
    ...commonInputFields(t),
  };
}

/** A device as it is now, by both ids; null: it does not exist. */
async function loadDevice(
  { directory, externalId }: Pick<ActionSubject, 'directory' | 'externalId'>,
  context: GatewayContext,
) {
  const [userId = '', deviceId = ''] = externalId.split('/');
  const { mfa } = context.loaders(directory).directory.provider;
  const devices = await nullWhenGone(mfa.devicesOf(userId, context.scope.context));
  return devices?.find((device) => sameId(device.externalId, deviceId)) ?? null;
}

/** The device of a success. */
export const deviceObject = { field: 'device', type: MfaDeviceObject, load: loadDevice };

/** Where an action on a device happens, and which one is meant. */
export function readDeviceInput<R extends { readonly device: string }>({
  device,
  ...rest
}: R): { readonly directory: string; readonly input: Omit<R, 'device'> & DeviceActionInput } {
  const { directory, externalId } = parseObjectId(device, 'MfaDevice');
  return { directory, input: { ...rest, device: { externalId } } };
}

/** A mutation on one device that needs nothing but the device. */
export function defineDeviceAction(
  action: Action<DeviceActionInput, DeviceState>,
  description: string,
): void {
  const { mutation } = action;
  const Input = builder.inputType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`, {
    description: `What \`${mutation}\` is to do.`,
    fields: deviceInputFields,
  });
  defineAction({ action, description, input: Input, read: readDeviceInput, object: deviceObject });
}
