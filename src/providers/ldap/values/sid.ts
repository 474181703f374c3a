/**
 * The bytes of an `objectSid` as text, `S-1-5-21-...-512` (MS-DTYP, section 2.4.2.2): revision, number of parts, authority with
 * its highest byte first, parts with their lowest byte first. Null: it is not that.
 */
export function sidText(bytes: Buffer): string | null {
  const parts = bytes[1];
  if (bytes[0] !== 1 || parts === undefined || parts > 15 || bytes.length !== 8 + 4 * parts) return null;
  const authority = bytes.readUIntBE(2, 6);
  const words = Array.from({ length: parts }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return ['S', 1, authority, ...words].join('-');
}

/** The same the other way; null: it is no SID. */
export function sidBytes(text: string): Buffer | null {
  const match = /^S-1-(\d{1,15})((?:-\d{1,10}){0,15})$/.exec(text);
  if (match === null) return null;
  const authority = Number(match[1]);
  const words = (match[2] ?? '').split('-').slice(1).map(Number);
  if (authority >= 2 ** 48 || words.some((word) => word >= 2 ** 32)) return null;
  const bytes = Buffer.alloc(8 + 4 * words.length);
  bytes[0] = 1;
  bytes[1] = words.length;
  bytes.writeUIntBE(authority, 2, 6);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, 8 + 4 * index);
  return bytes;
}

/** The last part, which tells accounts and groups of one domain apart (the RID). */
export function ridOf(sid: string): number {
  return Number(sid.slice(sid.lastIndexOf('-') + 1));
}

/** The SID of the domain that an account or group belongs to. */
export function domainOf(sid: string): string {
  return sid.slice(0, sid.lastIndexOf('-'));
}
