import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import type { LdapApi } from './directory-api.ts';
import { requestError } from './request-error.ts';
import { theOneAt } from './the-one.ts';
import type { Entry } from './values/entry.ts';
import { present } from './values/filter.ts';
import { MOST_BYTES } from './wire/connection.ts';
import type { LdapCall } from './wire/ldap-runner.ts';

/** Reads that one entry may take: Active Directory sends a thousand values or more at once. */
const MOST_READS = 500;
const CALL: LdapCall = { method: 'GET', route: 'read further values' };

/**
 * Fetches what is missing of attributes with more values than the server sends at once.
 * @throws {UpstreamError} `PAGINATION_LOOP` when the values do not go on or do not end.
 */
export async function withFurtherValues(api: LdapApi, entry: Entry, context: CallContext): Promise<Entry> {
  if (entry.partial.length === 0) return entry;
  const further = new Map<string, Buffer[]>();
  const origin = { directory: api.directory, ...CALL, transactionId: context.transactionId };
  const loop = (said: string): Error =>
    requestError(api.directory, 'PAGINATION_LOOP', CALL, context, `expected the values to end, ${said}`);
  let reads = 0;
  let bytes = 0;
  for (const { attribute, next } of entry.partial) {
    const values: Buffer[] = [];
    for (let from: number | null = next; from !== null;) {
      reads += 1;
      if (reads > MOST_READS) throw loop(`received ${MOST_READS} parts of them`);
      const part = await readPart(api, entry.dn, `${attribute};range=${from}-*`, context);
      const more = part?.buffers(attribute) ?? [];
      if (more.length === 0)
        throw badResponse(origin, `has no further values of ${attribute}, which it said there are`);
      bytes += more.reduce((sum, value) => sum + value.length, 0);
      if (bytes > MOST_BYTES)
        throw badResponse(origin, `is too large: the values of one entry are more than ${MOST_BYTES} bytes`);
      values.push(...more);
      const after: number | null = part?.partial.find((each) => each.attribute === attribute)?.next ?? null;
      if (after !== null && after <= from) throw loop('received a part that was read already');
      from = after;
    }
    further.set(attribute, values);
  }
  return entry.completed(further);
}

async function readPart(
  api: LdapApi,
  dn: string,
  attribute: string,
  context: CallContext,
): Promise<Entry | null> {
  const search = {
    base: dn,
    scope: 'base',
    filter: present('objectClass'),
    attributes: [attribute],
  } as const;
  return theOneAt(dn, await api.read(search, CALL, context), CALL, api, context);
}
