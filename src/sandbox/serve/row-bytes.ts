import type { Call, Collection, JsonObject } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';
import { represent } from './represent.ts';

/** Whether rows of this list go over the wire as bytes that may be kept: nothing is embedded or included by this call. */
export function hasBytes(resource: Collection, { query, world }: Call): boolean {
  if (resource.standsAlone === undefined) return false;
  if (query.size > 0 && (query.has('expand') || query.has('include'))) return false;
  return Object.keys(world.settings.appearsAfterSeconds).length === 0;
}

const AFTER_ID = '"}},';

/** What `represent` answers for one row, as JSON. Only where `hasBytes` says so. */
export function memberBytes(resource: Collection, row: Row, call: Call, listPath: string): Buffer {
  const id = addressText(row.id);
  const href = `${addressText(call.base + listPath)}/${id}`;
  let links = `{"_links":{"self":{"href":"${href}"}`;
  for (const link of resource.links ?? []) links += `,"${link}":{"href":"${href}/${link}"}`;
  const members = fromIdOn(resource, row, call, false).subarray(Buffer.byteLength(id) + AFTER_ID.length);
  return Buffer.concat([Buffer.from(`${links}},`), members]);
}

/** The same for rows of a list, with commas between them. */
export function rowsBytes(resource: Collection, rows: readonly Row[], call: Call): Buffer[] {
  const start = `{"_links":{"self":{"href":"${addressText(call.base + call.path)}/`;
  const first = Buffer.from(start);
  const further = Buffer.from(`,${start}`);
  const pieces: Buffer[] = [];
  for (const row of rows)
    pieces.push(pieces.length === 0 ? first : further, fromIdOn(resource, row, call, true));
  return pieces;
}

/** A row of a list from its id on, which is the last part of its own address, to the brace that closes it. */
function fromIdOn(resource: Collection, row: Row, call: Call, inList: boolean): Buffer {
  const kept = resource.standsAlone?.(row, call) === true ? call.world.kept?.bytes : undefined;
  let bytes = kept?.of(row);
  if (bytes === undefined) {
    const { _links, ...members }: JsonObject = represent(resource, row, call, '', inList);
    bytes = Buffer.from(`${addressText(row.id)}${AFTER_ID}${JSON.stringify(members).slice(1)}`);
    kept?.keep(row, bytes);
  }
  return bytes;
}

const UNESCAPED = /^[\w.~:/%-]*$/;

/** A part of an address between the quotes of a JSON text. */
function addressText(part: string): string {
  return UNESCAPED.test(part) ? part : JSON.stringify(part).slice(1, -1);
}
