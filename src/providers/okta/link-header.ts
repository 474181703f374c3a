/** The address that a `Link` header calls `next`; null: there is none. Several headers come as one, joined by commas. */
export function nextOf(headers: Readonly<Record<string, string>>): string | null {
  for (const [, address = '', parameters = ''] of (headers['link'] ?? '').matchAll(LINK))
    for (const [, name = '', quoted, bare] of parameters.matchAll(PARAMETER))
      if (name.toLowerCase() === 'rel' && /(^|\s)next(\s|$)/i.test(quoted ?? bare ?? '')) return address;
  return null;
}

/** RFC 8288 section 3: an address in angle brackets, and parameters whose values may be quoted. */
const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g;
const PARAMETER = /;\s*([^\s=;,]+)\s*(?:=\s*(?:"([^"]*)"|([^\s",;]+)))?/g;
