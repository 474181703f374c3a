import { bodyOf } from '../serve/body.ts';
import type { Row, Rows } from '../tenant.ts';
import { idOf } from '../world.ts';
import { invalidValue } from './checks.ts';
import type { Call } from './resource.ts';

const PATH = 'users/deviceOrder';

/** The order that was set, as device ids; `undefined` while there is none. */
function orderOf(call: Call): readonly string[] | undefined {
  const order = call.world.detail(PATH, call.params['userId'] ?? '')?.['order'];
  return Array.isArray(order) ? order.map(String) : undefined;
}

/** Devices as they were ordered; those activated later stand behind, in their own order. The first is the default device. */
export function inOrder(call: Call, rows: readonly Row[]): readonly Row[] {
  const order = orderOf(call);
  if (order === undefined) return rows;
  const place = (row: Row) => {
    const index = order.indexOf(row.id);
    return index === -1 ? order.length : index;
  };
  return rows.toSorted((one, other) => place(one) - place(other));
}

/** The place of an active device, from 1 on, for `expand=order`. Without an explicit order it is that of activation. */
export function orderPlace(row: Row, call: Call): number | undefined {
  const all = call.world.rows({ kind: 'child', parent: 'users', name: 'devices' }, call.params['userId']);
  const active = [...all.values()]
    .filter((one) => one['status'] === 'ACTIVE')
    .toSorted((one, other) => String(one['activatedAt']).localeCompare(String(other['activatedAt'])));
  const place = inOrder(call, active).indexOf(row);
  return place === -1 ? undefined : place + 1;
}

/** Takes the order from a body `{"order": [{"id": "..."}]}`. @throws {ApiError} 400 for a device that is not the user's, or not active. */
export function reorder(call: Call, rows: Rows): void {
  const { order } = bodyOf(call);
  if (!Array.isArray(order) || order.length === 0)
    throw invalidValue('order', 'Expected a list of devices that is not empty.');
  const ids = order.map((one: unknown) => idOf(one) ?? '');
  if (new Set(ids).size !== ids.length) throw invalidValue('order', 'Expected each device once.');
  for (const id of ids) {
    const row = rows.get(id);
    if (row === undefined) throw invalidValue('order.id', 'There is no such device of this user.');
    if (row['status'] !== 'ACTIVE') throw invalidValue('order.id', 'Only active devices have an order.');
  }
  call.world.setDetail(PATH, call.params['userId'] ?? '', { order: ids });
}

export function forgetInOrder(call: Call, deviceId: string): void {
  const order = orderOf(call);
  if (order === undefined) return;
  call.world.setDetail(PATH, call.params['userId'] ?? '', { order: order.filter((id) => id !== deviceId) });
}
