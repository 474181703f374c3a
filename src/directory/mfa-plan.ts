import type { Fact } from '../model/fact.ts';
import { known, unknown } from '../model/fact.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { User } from '../model/user.ts';
import type { MfaReport } from '../providers/provider.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Directory } from './directory.ts';
import { factOf } from './fact-of.ts';
import type { RequestScope } from './request-scope.ts';
import { devicesInSnapshot, youngSnapshot } from './snapshot/young-snapshot.ts';

export type DevicesFact = Fact<readonly MfaDevice[]>;

const manyUsers = 20;

/** One user's part of a plan: it is there as soon as its own read has ended, whatever the others do. */
export interface PlannedDevices {
  readonly fact: Promise<DevicesFact>;
}

/** What need not be read any more. */
export interface DevicesHad {
  /** The report; null: it was decided to go without. */
  readonly report?: MfaReport | null;
  /** Reads of single users' devices that are under way. */
  readonly begun?: ReadonlyMap<string, Promise<DevicesFact>>;
}

/**
 * Begins to read the devices of many users by the cheapest correct plan: the snapshot where the caller accepts its age, a call for
 * each user of a small batch, the provider's report for a large one, and a call each again where the report is refused, is older
 * than the caller accepts, or than the user's last change.
 * The answers are in the order of the users.
 * @param had what a larger plan of which these users are a part, or the same request, has already.
 */
export async function planDevices(
  directory: Directory,
  users: readonly User[],
  scope: RequestScope,
  had: DevicesHad = {},
): Promise<readonly PlannedDevices[]> {
  if (!directory.can('MFA_DEVICES') && !directory.can('MFA_IN_LIST')) {
    const fact = unknown('UNSUPPORTED', `${directory.key} cannot list second factors.`);
    return users.map(() => ({ fact: Promise.resolve(fact) }));
  }
  let elsewhere: Promise<boolean> | null = null;
  const askElsewhere = (): Promise<boolean> => (elsewhere ??= keptElsewhere(directory, scope));
  // Asked beside the devices: in a batch like this somebody has none, and then it would be one more round trip.
  if (users.length >= manyUsers) askElsewhere().catch(() => {});
  const snapshot = youngSnapshot(directory, scope);
  const remembered = (user: User): DevicesFact | null => {
    const fact = snapshot && devicesInSnapshot(directory, snapshot, user.externalId, scope);
    return fact !== null && !changedAfter(user, fact.observedAt) ? fact : null;
  };
  const unread = snapshot === null ? users.length : users.filter((user) => remembered(user) === null).length;
  const report =
    had.report !== undefined
      ? had.report
      : worthAReport(directory, unread)
        ? await tryReport(directory, scope)
        : null;

  async function read(user: User): Promise<DevicesFact> {
    const fact = await find(user);
    if (fact.state === 'KNOWN') scope.meter.took('mfaDevices', fact.source);
    return fact;
  }

  async function find(user: User): Promise<DevicesFact> {
    if (user.listedDevices !== null) return known(user.listedDevices, user.observedAt, 'LIST');
    if (!directory.can('MFA_DEVICES'))
      return unknown('MISSING', `${directory.key}: the user's row does not tell of second factors.`);
    const inSnapshot = remembered(user);
    if (inSnapshot !== null) return inSnapshot;
    const fact =
      (report === null ? null : devicesInReport(report, user)) ??
      (await (had.begun?.get(user.externalId) ?? readDevicesOf(directory, user.externalId, scope)));
    if (fact.state === 'UNKNOWN' || fact.value.length > 0 || !(await askElsewhere())) return fact;
    const keeper = directory.provider.kind === 'PINGONE' ? 'PingID' : 'another product';
    return unknown('EXTERNAL', `${directory.key} uses ${keeper}, which may keep this user's devices.`);
  }
  return users.map((user) => ({ fact: read(user) }));
}

/** Whether the report of devices is cheaper for so many users than a call for each. */
export function worthAReport(directory: Directory, users: number): boolean {
  return users >= directory.provider.mfaReportThreshold && directory.can('MFA_DEVICE_REPORT');
}

/** A report that is refused or unreadable costs nothing but its own call: the devices are then read user by user. */
export async function tryReport(directory: Directory, scope: RequestScope): Promise<MfaReport | null> {
  try {
    const report = await directory.cache.read('deviceReport', '', scope, (context) =>
      directory.provider.mfa.report(context),
    );
    const lagMs = Date.now() - report.observedAt.getTime();
    return lagMs <= (scope.maxLagMs ?? Number.POSITIVE_INFINITY) ? report : null;
  } catch (error) {
    if (error instanceof UpstreamError && error.code !== 'CANCELLED') return null;
    throw error;
  }
}

/** What a report tells of a user; null: nothing, or what held before the user's last change. */
export function devicesInReport(
  report: MfaReport,
  user: User,
): Extract<DevicesFact, { readonly state: 'KNOWN' }> | null {
  return isOf(report, user) && !changedAfter(user, report.observedAt)
    ? known(report.devicesByUser.get(user.externalId) ?? [], report.observedAt, 'REPORT')
    : null;
}

/** Whether a report tells of this user: without an entry some tell of no device, others of nothing. */
function isOf(report: MfaReport, { externalId }: User): boolean {
  return report.namedOnly !== true || report.devicesByUser.has(externalId);
}

function changedAfter(user: User, moment: Date): boolean {
  const latest = Math.max(user.createdAt?.getTime() ?? 0, user.updatedAt?.getTime() ?? 0);
  return latest > moment.getTime();
}

/** The devices of one user, by a call for that user. */
export async function readDevicesOf(
  directory: Directory,
  id: string,
  scope: RequestScope,
): Promise<DevicesFact> {
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
