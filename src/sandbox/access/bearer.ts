/** The last header that was read: a client sends the same one with every call. */
let last: { readonly header: string; readonly token: string | undefined } = { header: '', token: undefined };

/** The token of an `Authorization` header, if it is a bearer's. */
export function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (header !== last.header) last = { header, token: /^Bearer (.+)$/i.exec(header)?.[1] };
  return last.token;
}
