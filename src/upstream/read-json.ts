import { isUtf8 } from 'node:buffer';
import type { HttpAnswer } from './transport.ts';

const byteOrderMark = /^\uFEFF/;

/** Deeper than any documented answer; what is deeper was made to exhaust whoever walks it. */
const deepest = 64;

export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** What was received instead, without any of it. */
      readonly received: string;
      /** Whether another try may bring the whole: cut off, rather than something else. */
      readonly transient: boolean;
    };

/**
 * Reads an answer's body as JSON in UTF-8 (a byte-order mark is tolerated). Its content type is not asked: providers label JSON as
 * `text/plain`, `application/hal+json`, `application/scim+json` and nothing at all.
 * A member named `__proto__` is dropped: copied into another object it would change what that object is.
 */
export function readJson(answer: Pick<HttpAnswer, 'headers' | 'body'>): ReadJson {
  const encoding = answer.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') return bad('a compressed body, which was not asked for', false);
  if (answer.body.length === 0) return bad('an empty body', true);
  if (!isUtf8(answer.body)) return bad('a body that is not UTF-8', true);
  const { buffer, byteOffset, length } = answer.body;
  const text = Buffer.from(buffer, byteOffset, length).toString('utf8').replace(byteOrderMark, '');
  try {
    const value: unknown = mayNameProto(text) ? JSON.parse(text, withoutProto) : JSON.parse(text);
    return tooDeep(value, deepest)
      ? bad(`JSON nested more than ${deepest} deep`, false)
      : { ok: true, value };
  } catch {
    if (/^\s*</.test(text)) return bad('a page of HTML or XML', false);
    return bad(`${answer.body.length} bytes that are not one JSON document`, true);
  }
}

function bad(received: string, transient: boolean): ReadJson {
  return { ok: false, received, transient };
}

/** Plain searches: one pattern for them takes longer than parsing. Any of the name's letters may be escaped. */
function mayNameProto(text: string): boolean {
  return text.includes('__proto__') || text.includes('\\u00');
}

function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function tooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if (Array.isArray(value)) return value.some((each) => tooDeep(each, left - 1));
  for (const key in value) {
    const member: unknown = Reflect.get(value, key);
    if (typeof member === 'object' && member !== null && tooDeep(member, left - 1)) return true;
  }
  return false;
}
