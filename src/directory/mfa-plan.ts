import type { Fact } from '../model/fact.ts';
import { known, unknown } from '../model/fact.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { User } from '../model/user.ts';
import type { MfaReport } from '../providers/provider.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Directory } from './directory.ts';
import { factOf } from './fact-of.ts';
import type { RequestScope } from './request-scope.ts';

export type DevicesFact = Fact<readonly MfaDevice[]>;

const manyUsers = 20;

/** One user's part of a plan: it is there as soon as its own read has ended, whatever the others do. */
export interface PlannedDevices {
  readonly fact: Promise<DevicesFact>;
}

/** All devices of a plan, in the order of the users. */
export async function readDevices(
  directory: Directory,
  users: readonly User[],
  scope: RequestScope,
): Promise<readonly DevicesFact[]> {
  const planned = await planDevices(directory, users, scope);
  return Promise.all(planned.map(({ fact }) => fact));
}

/**
 * Begins to read the devices of many users by the cheapest correct plan: a call for each user of a small batch, the provider's
 * report for a large one, and a call each again where the report is refused or is older than the user's last change.
 * The answers are in the order of the users.
 */
export async function planDevices(
  directory: Directory,
  users: readonly User[],
  scope: RequestScope,
): Promise<readonly PlannedDevices[]> {
  if (!directory.can('MFA_DEVICES') && !directory.can('MFA_IN_LIST')) {
    const fact = unknown('UNSUPPORTED', `${directory.key} cannot list second factors.`);
    return users.map(() => ({ fact: Promise.resolve(fact) }));
  }
  let elsewhere: Promise<boolean> | null = null;
  const askElsewhere = (): Promise<boolean> => (elsewhere ??= keptElsewhere(directory, scope));
  // Asked beside the devices: in a batch like this somebody has none, and then it would be one more round trip.
  if (users.length >= manyUsers) askElsewhere().catch(() => {});
  const report = worthAReport(directory, users.length) ? await tryReport(directory, scope) : null;

  async function read(user: User): Promise<DevicesFact> {
    if (user.listedDevices !== null) return known(user.listedDevices, user.observedAt, 'LIST');
    if (!directory.can('MFA_DEVICES'))
      return unknown('MISSING', `${directory.key}: the user's row does not tell of second factors.`);
    const fact =
      report !== null && isOf(report, user) && !changedAfter(user, report.observedAt)
        ? known(report.devicesByUser.get(user.externalId) ?? [], report.observedAt, 'REPORT')
        : await readOne(directory, user, scope);
    if (fact.state === 'UNKNOWN' || fact.value.length > 0 || !(await askElsewhere())) return fact;
    const keeper = directory.provider.kind === 'PINGONE' ? 'PingID' : 'another product';
    return unknown('EXTERNAL', `${directory.key} uses ${keeper}, which may keep this user's devices.`);
  }
  return users.map((user) => ({ fact: read(user) }));
}

function worthAReport(directory: Directory, users: number): boolean {
  return users >= directory.provider.mfaReportThreshold && directory.can('MFA_DEVICE_REPORT');
}

/** A report that is refused or unreadable costs nothing but its own call: the devices are then read user by user. */
async function tryReport(directory: Directory, scope: RequestScope): Promise<MfaReport | null> {
  try {
    return await directory.cache.read('deviceReport', '', scope, (context) =>
      directory.provider.mfa.report(context),
    );
  } catch (error) {
    if (error instanceof UpstreamError && error.code !== 'CANCELLED') return null;
    throw error;
  }
}

/** Whether a report tells of this user: without an entry some tell of no device, others of nothing. */
function isOf(report: MfaReport, { externalId }: User): boolean {
  return report.namedOnly !== true || report.devicesByUser.has(externalId);
}

function changedAfter(user: User, moment: Date): boolean {
  const latest = Math.max(user.createdAt?.getTime() ?? 0, user.updatedAt?.getTime() ?? 0);
  return latest > moment.getTime();
}

async function readOne(directory: Directory, user: User, scope: RequestScope): Promise<DevicesFact> {
  const id = user.externalId;
  const fact = await factOf(
    directory.cache.read('devices', id, scope, (context) => {
      scope.meter.read(1);
      return directory.provider.mfa.devicesOf(id, context);
    }),
  );
  directory.readsDevicesWell = fact.state === 'KNOWN';
  return fact;
}

/** Whether an empty list of devices says nothing, because another product of the vendor keeps them. */
async function keptElsewhere(directory: Directory, scope: RequestScope): Promise<boolean> {
  // Which products an environment has is not what a caller means who wants fresh devices.
  const profile = await factOf(directory.profile({ ...scope, maxAgeMs: null }));
  return profile.state === 'KNOWN' && profile.value.mfaKeptElsewhere;
}
