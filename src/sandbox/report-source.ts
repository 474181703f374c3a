import type { SandboxSettings } from './settings.ts';
import type { Row, Tenant } from './tenant.ts';

/** The members that a row of the MFA report can have. The examples name six of them; the list is not published. */
export const REPORT_FIELDS: readonly string[] = [
  'userId',
  'username',
  'email',
  'populationId',
  'mfaEnabled',
  'deviceId',
  'deviceType',
  'deviceStatus',
  'deviceNickname',
  'phone',
  'deviceCreatedAt',
];

/** What the source needs to know of the world that it copies. */
interface Reported {
  readonly tenant: Tenant;
  readonly settings: SandboxSettings;
  readonly clock: () => number;
}

/** What reports are made from: a copy of all devices that is renewed from time to time, so that a report lags behind. */
export class ReportSource {
  #rows: readonly Row[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;

  /** The rows as of the last renewal; renews them when they are older than the setting says. */
  rows(world: Reported): readonly Row[] {
    const now = world.clock();
    if (now - this.#takenAt >= world.settings.report.refreshMinutes * 60_000) {
      this.#takenAt = now;
      this.#rows = [...reportRows(world)];
    }
    return this.#rows;
  }

  /** Makes the next report renew the source. */
  expire(): void {
    this.#takenAt = Number.NEGATIVE_INFINITY;
  }
}

function* reportRows(world: Reported): Generator<Row> {
  const all = world.tenant.children.get('users/devices');
  for (const user of world.tenant.collections.get('users')?.values() ?? []) {
    const person = {
      userId: user.id,
      username: user['username'],
      ...(user['email'] === undefined ? {} : { email: user['email'] }),
      populationId: memberOf(user['population'], 'id'),
      mfaEnabled: user['mfaEnabled'] === true,
    };
    const devices = all?.get(user.id) ?? new Map<string, Row>();
    if (devices.size === 0 && world.settings.report.usersWithoutDevices) yield { id: user.id, ...person };
    for (const device of devices.values()) {
      yield {
        id: device.id,
        ...person,
        deviceId: device.id,
        deviceType: device['type'],
        deviceStatus: statusOf(device),
        ...(device['nickname'] === undefined ? {} : { deviceNickname: device['nickname'] }),
        ...(device['phone'] === undefined ? {} : { phone: textOf(device['phone']) }),
        ...(device['createdAt'] === undefined ? {} : { deviceCreatedAt: device['createdAt'] }),
      };
    }
  }
}

/** A report has one column for what a device record says in three members. */
function statusOf(device: Row): unknown {
  if (memberOf(device['block'], 'status') === 'BLOCKED') return 'BLOCKED';
  if (memberOf(device['lock'], 'status') === 'LOCKED') return 'LOCKED';
  return device['status'];
}

function textOf(phone: unknown): unknown {
  return typeof phone === 'string' ? phone : memberOf(phone, 'number');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
