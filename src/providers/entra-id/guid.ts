const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of an object of the directory: Graph also takes a user name where an id belongs, we don't. */
export function isGuid(id: string): boolean {
  return GUID.test(id);
}

/** Ids mean the same in any case (RFC 9562 section 4). */
export function isSameGuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * `onPremisesImmutableId` of a synchronised account is usually the base64 of its objectGUID in Active Directory, whose first three
 * parts are stored with the lowest byte first. Answers the GUID as directories write it, or the value as it stands.
 */
export function sourceIdOf(immutableId: string): string {
  if (!/^[A-Za-z0-9+/]{22}==$/.test(immutableId)) return immutableId;
  const bytes = Buffer.from(immutableId, 'base64');
  if (bytes.length !== 16) return immutableId;
  const hex = (from: number, to: number): string => bytes.subarray(from, to).toString('hex');
  const turned = (from: number, to: number): string =>
    Buffer.from(bytes.subarray(from, to).toReversed()).toString('hex');
  return `${turned(0, 4)}-${turned(4, 6)}-${turned(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
}
