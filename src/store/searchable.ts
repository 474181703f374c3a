import { createHash } from 'node:crypto';

/** An entry of an index may not pass a third of a page; see PostgreSQL's chapter on B-trees. */
const longest = 255;

/**
 * A text as an indexed column can hold it: without U+0000 and lone surrogates, which PostgreSQL refuses, and not too long.
 * Ordinary texts stay as they are. What is stored and what is searched for both go through here.
 */
export function searchable(text: string): string {
  if (text.length <= longest) return held(text);
  return `${held(text.slice(0, 180))}#${createHash('sha256').update(text, 'utf16le').digest('hex')}`;
}

/** A text as any column of text can hold it: without U+0000 and lone surrogates. */
export function held(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '\uFFFD');
}
