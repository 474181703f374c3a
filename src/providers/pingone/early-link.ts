/** Links of a page are shorter than this by far; further in nothing is looked for. */
const headBytes = 8_192;

/** A page as PingOne writes it begins with its links (API reference, "Paging, ordering, and filtering"). */
const beginsWithLinks = /^\s*\{\s*"_links"\s*:\s*(?=\{)/;

/**
 * The link to the next page, read off the beginning of a page whose rows were not read yet; null where it does not plainly stand
 * there. Only a hint, to be ahead by: what the whole page says counts.
 */
export function earlyNextLink(body: Uint8Array): string | null {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, headBytes)).toString('latin1');
  const from = beginsWithLinks.exec(head)?.[0].length;
  if (from === undefined) return null;
  const to = endOfObject(head, from);
  if (to === null) return null;
  try {
    const links = JSON.parse(head.slice(from, to)) as { readonly next?: { readonly href?: unknown } | null };
    const href = links.next?.href;
    return typeof href === 'string' ? href : null;
  } catch {
    return null;
  }
}

/** Behind the bracket that closes the object that begins at `from`. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0;
  let isText = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (isText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}
