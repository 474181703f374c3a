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

/**
 * Devices of many users by the cheapest correct plan: a call for each user of a small batch, the provider's report for a
 * large one, and a call each again where the report is refused or is older than the user's last change.
 * The answers are in the order of the users.
 */
export async function readDevices(
  directory: Directory,
  users: readonly User[],
  scope: RequestScope,
): Promise<readonly DevicesFact[]> {
  if (!directory.can('MFA_DEVICES')) {
    return users.map(() => unknown('UNSUPPORTED', `${directory.key} cannot list second factors.`));
  }
  // Asked beside the devices: in a batch like this somebody has none, and then it would be one more round trip.
  const elsewhereSoon = users.length >= manyUsers ? keptElsewhere(directory, scope) : null;
  const report = worthAReport(directory, users.length) ? await tryReport(directory, scope) : null;
  const facts = await Promise.all(
    users.map(async (user) =>
      report !== null && !changedAfter(user, report.observedAt)
        ? known(report.devicesByUser.get(user.externalId) ?? [], report.observedAt, 'REPORT')
        : await readOne(directory, user, scope),
    ),
  );
  const isEmpty = (fact: DevicesFact): boolean => fact.state === 'KNOWN' && fact.value.length === 0;
  if (!facts.some(isEmpty) || !(await (elsewhereSoon ?? keptElsewhere(directory, scope)))) return facts;
  const elsewhere = unknown('EXTERNAL', `${directory.key} uses PingID, which may keep this user's devices.`);
  return facts.map((fact) => (isEmpty(fact) ? elsewhere : fact));
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

function changedAfter(user: User, moment: Date): boolean {
  const latest = Math.max(user.createdAt?.getTime() ?? 0, user.updatedAt?.getTime() ?? 0);
  return latest > moment.getTime();
}

async function readOne(directory: Directory, user: User, scope: RequestScope): Promise<DevicesFact> {
  const id = user.externalId;
  return factOf(
    directory.cache.read('devices', id, scope, (context) => {
      scope.meter.read(1);
      return directory.provider.mfa.devicesOf(id, context);
    }),
  );
}

/** Whether an empty list of devices says nothing, because another product of the vendor keeps them. */
async function keptElsewhere(directory: Directory, scope: RequestScope): Promise<boolean> {
  const profile = await factOf(directory.profile(scope));
  return profile.state === 'KNOWN' && profile.value.mfaKeptElsewhere;
}
