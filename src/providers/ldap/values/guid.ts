/** A GUID, and an entryUUID (RFC 4530), as text. */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/**
 * The bytes of an `objectGUID` as text. The first three fields are written with their lowest byte first (MS-DTYP, section
 * 2.3.4.2). Null: it has not 16 bytes.
 */
export function guidText(bytes: Buffer): string | null {
  if (bytes.length !== 16) return null;
  const field = (from: number, to: number): string => bytes.subarray(from, to).toString('hex');
  const reversed = (from: number, to: number): string =>
    Buffer.from(bytes.subarray(from, to).toReversed()).toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), field(8, 10), field(10, 16)].join('-');
}
