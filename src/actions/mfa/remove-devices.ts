import type { Change } from '../action.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Trouble } from '../ending.ts';
import { sameId } from '../guards/same-id.ts';
import { freshDevicesOf } from './devices-of.ts';
import type { SecondFactors } from './second-factors.ts';

type Removal = Pick<Change<never, SecondFactors>, 'target' | 'before' | 'environment' | 'steps'>;

const ALL_DEVICES = 'remove-all-devices';

export function stepOf(deviceId: string): string {
  return `remove-device:${deviceId}`;
}

/**
 * Removes every device that there was: by one call where the vendor has one, else one after the other in the provider's order. One
 * that cannot be removed does not keep the others, and is tried once more when others are gone since: some vendors let go of the
 * default method only as the last (Entra ID). Answers what went wrong and stayed so.
 */
export async function removeDevices(removal: Removal): Promise<readonly Trouble[]> {
  const { target, before, steps, environment } = removal;
  const { mfaWrites } = environment.provider;
  const devices = before?.devices ?? [];
  if (mfaWrites.deleteAllDevices !== undefined) {
    const trouble = await attempt(() =>
      steps.run(ALL_DEVICES, async () =>
        mfaWrites.deleteAllDevices?.(target.externalId, environment.context),
      ),
    );
    if (trouble === null) return [];
    await noteGone(removal, devices);
    return [trouble];
  }
  const remove = (deviceId: string): Promise<void> =>
    mfaWrites.deleteDevice(target.externalId, deviceId, environment.context);
  const stuck = new Map<string, Trouble>();
  let lastGone = -1;
  for (const [index, { externalId }] of devices.entries()) {
    const trouble = await attempt(() => steps.run(stepOf(externalId), () => remove(externalId)));
    if (trouble === null) lastGone = index;
    else stuck.set(externalId, trouble);
  }
  for (const { externalId } of devices.slice(0, Math.max(0, lastGone))) {
    if (!stuck.has(externalId) || (await attempt(() => remove(externalId))) !== null) continue;
    stuck.delete(externalId);
    steps.done(stepOf(externalId));
  }
  return [...stuck.values()];
}

/** What looks like one call may be several of the vendor's: those devices are told which went before it failed. */
async function noteGone(
  { target, environment, steps }: Removal,
  before: readonly MfaDevice[],
): Promise<void> {
  try {
    const user = await environment.provider.users.get(target.externalId, environment.context);
    const left = user === null ? [] : await freshDevicesOf(user, environment);
    for (const { externalId } of before)
      if (!left.some((device) => sameId(device.externalId, externalId)))
        steps.note(stepOf(externalId), 'DONE');
  } catch (error) {
    // Nothing is claimed of them then; the failure that is told is the first one.
    if (!(error instanceof UpstreamError)) throw error;
  }
}

async function attempt(work: () => Promise<unknown>): Promise<Trouble | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return { error };
  }
}
