import type { MfaDevice } from '../../model/mfa.ts';
import type { CallContext } from '../../upstream/call.ts';
import { inTurns } from '../../upstream/turns.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import type { MfaReport } from '../provider.ts';
import type { Answer } from '../rest-api.ts';
import type { Members } from '../rows.ts';
import { object, presence, text, whole } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { readHalPage } from './hal.ts';
import { deviceKind, deviceStatus } from './mfa-device.ts';
import { expectShape } from './shape.ts';

/** The only template that PingOne documents; a constant of the service, not of a tenant. */
const MFA_DEVICES_TEMPLATE = 'db632bfd-7054-4bde-b108-a384aac2d513';

/** The report's source is refreshed every 15 minutes. */
const SOURCE_AGE_MS = 15 * 60_000;

const ENTRIES = 'dataExplorations/{explorationId}/entries';
const ENTRIES_PER_PAGE = 1_000;
/** The first page of entries comes with the answer, in a size that is not documented. */
const REPORT_BYTES = 32_000_000;

/**
 * Devices of everybody by one POST and the pages of its answer. PingOne takes one such POST in 5 seconds.
 * @throws {UpstreamError} `BAD_RESPONSE` when an entry cannot be read or entries are missing: half a report is none.
 */
export async function readMfaReport(api: EnvironmentApi, context: CallContext): Promise<MfaReport> {
  const answer = await api.send('dataExplorations', {}, explorationCall(), context);
  const entries = await readEntries(api, answer, context);
  const devicesByUser = new Map<string, MfaDevice[]>();
  // People without a device may have an entry of their own. Unless others show what a device looks like, it could as well be
  // that the columns have other names, and everybody would seem to have none.
  const mayLackDevice = entries.some((entry) => !lacksDevice(entry));
  // A report holds everybody's devices: others have their turn meanwhile.
  await inTurns(entries.entries(), ([position, entry]) => {
    if (mayLackDevice && lacksDevice(entry) && text(entry, 'userId') !== null) return;
    const device = toReportedDevice(entry, position, answer.origin);
    const devices = devicesByUser.get(device.userId);
    if (devices === undefined) devicesByUser.set(device.userId, [device]);
    else devices.push(device);
  });
  return { devicesByUser, observedAt: new Date(answer.observedAt.getTime() - SOURCE_AGE_MS) };
}

function explorationCall() {
  return {
    method: 'POST' as const,
    query: { expand: 'entries' },
    body: {
      dataExplorationTemplate: { id: MFA_DEVICES_TEMPLATE },
      fields: ['userId', 'username', 'deviceId', 'deviceType', 'deviceStatus', 'phone'].map((name) => ({
        name,
      })),
      deliverAs: 'ENTRIES',
      sync: 'true',
    },
    // It only reads: asking twice makes two reports.
    idempotent: true,
    bucket: 'analytics',
    maxBodyBytes: REPORT_BYTES,
  };
}

async function readEntries(
  api: EnvironmentApi,
  answer: Answer,
  context: CallContext,
): Promise<readonly Members[]> {
  const { members, origin } = answer;
  const status = text(members, 'status');
  if (status !== null && status !== 'SUCCESS')
    throw badResponse(origin, `is a report in the state ${status}, expected SUCCESS`);
  const explorationId = text(members, 'id');
  const bucket = 'analytics' as const;
  if (object(members, '_embedded')?.['entries'] === undefined) {
    if (explorationId === null) throw badResponse(origin, 'holds neither entries nor the id of a report');
    const query = { limit: String(ENTRIES_PER_PAGE) };
    return (await api.rawList(ENTRIES, { explorationId }, 'entries', context, { query, bucket })).rows;
  }
  const first = readHalPage(members, 'entries', origin, 'page 1');
  const rest = first.next === null ? [] : await followEntries(api, first.next, explorationId, context);
  const entries = [...first.rows, ...rest];
  const count = whole(members, 'count');
  if (count !== null && count > entries.length)
    throw badResponse(origin, `says that there are ${count} entries and holds ${entries.length}`);
  return entries;
}

/** The pages after the first belong to the report's own list of entries. */
async function followEntries(
  api: EnvironmentApi,
  next: string,
  explorationId: string | null,
  context: CallContext,
) {
  const id = explorationId ?? /\/dataExplorations\/([^/?#]+)\/entries/.exec(next)?.[1] ?? '';
  const ids = { explorationId: decodeURIComponent(id) };
  return (await api.follow(next, ENTRIES, ids, 'entries', context, { bucket: 'analytics' })).rows;
}

function lacksDevice(entry: Members): boolean {
  return ['deviceId', 'deviceType', 'deviceStatus'].every((name) => presence(entry, name) === 'ABSENT');
}

/** The shape of an entry is not documented beyond examples: everything that depends on it is here. */
function toReportedDevice(entry: Members, position: number, origin: Origin): MfaDevice {
  const required = (name: string): string => {
    const value = text(entry, name);
    if (value !== null && value !== '') return value;
    throw badResponse(
      origin,
      `has an entry without ${name}: entry ${position + 1}, found ${kindOf(entry[name])}`,
    );
  };
  expectShape(entry, { texts: ['phone', 'email'] }, origin);
  const rawStatus = required('deviceStatus');
  return {
    directory: origin.directory,
    userId: required('userId'),
    externalId: required('deviceId'),
    ...deviceKind(required('deviceType')),
    status: deviceStatus(rawStatus),
    rawStatus,
    nickname: text(entry, 'nickname'),
    contact: text(entry, 'phone') ?? text(entry, 'email'),
    createdAt: null,
    updatedAt: null,
  };
}
