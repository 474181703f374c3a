/** An entry that a tool of OpenLDAP printed; names of attributes in small letters. */
export interface LdifEntry {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly Buffer[]>;
}

/** Reads what `ldapsearch -LLL -o ldif-wrap=no` prints. */
export function readLdif(text: string): readonly LdifEntry[] {
  return text.split('\n\n').flatMap((block) => {
    const values = new Map<string, Buffer[]>();
    for (const line of block.split('\n')) {
      const match = /^([^:# ]+):(:?) ?(.*)$/.exec(line);
      const [, name, coded, value = ''] = match ?? [];
      if (name === undefined) continue;
      const bytes = coded === ':' ? Buffer.from(value, 'base64') : Buffer.from(value);
      values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), bytes]);
    }
    const dn = values.get('dn')?.[0]?.toString();
    return dn === undefined ? [] : [{ dn, values }];
  });
}

export function textIn(entry: LdifEntry, name: string): string | null {
  return entry.values.get(name.toLowerCase())?.[0]?.toString() ?? null;
}

/** The text of an objectGUID, put together by hand: tests do not ask the code that they test. */
export function guidIn(entry: LdifEntry): string {
  const hex = entry.values.get('objectguid')?.[0]?.toString('hex') ?? '';
  const order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
  return order.map((place) => (place < 0 ? '-' : hex.slice(place * 2, place * 2 + 2))).join('');
}
