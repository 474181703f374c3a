import type { DevicesFact } from '../mfa-plan.ts';
import type { IdTable } from '../compact/id-table.ts';
import { DevicePacker } from '../compact/packed-devices.ts';
import { DamagedSnapshot } from './snapshot-value-reader.ts';
import { UserColumn } from '../compact/user-column.ts';

/** Takes in the entries of a map that is read, and gives it out in the form that a sweep that was just taken has. */
export interface MapInMaking {
  /** @throws {DamagedSnapshot} for what cannot be in it. */
  set(key: unknown, value: unknown): void;
  finish(): ReadonlyMap<string, unknown>;
}

export function plainMap(): MapInMaking {
  const map = new Map<string, unknown>();
  return { set: (key, value) => void map.set(keyOf(key), value), finish: () => map };
}

/** Of something about users. */
export function userColumn(ids: IdTable): MapInMaking {
  const values: unknown[] = [];
  return {
    set: (key, value) => {
      const number = ids.add(keyOf(key));
      while (values.length < number) values.push(undefined);
      values[number] = value;
    },
    finish: () => new UserColumn(ids, values),
  };
}

export function deviceMap(ids: IdTable): MapInMaking {
  const packer = new DevicePacker(ids);
  return {
    set: (key, value) => {
      if (!isDevicesFact(value)) throw new DamagedSnapshot('what is known of devices', typeof value);
      packer.set(keyOf(key), value);
    },
    finish: () => packer.pack(),
  };
}

function keyOf(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new DamagedSnapshot('the id of an object', typeof key);
}

function isDevicesFact(value: unknown): value is DevicesFact {
  if (typeof value !== 'object' || value === null || !('state' in value)) return false;
  if (value.state === 'UNKNOWN') return 'reason' in value;
  return value.state === 'KNOWN' && 'value' in value && Array.isArray(value.value);
}
