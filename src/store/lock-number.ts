import { createHash } from 'node:crypto';

/** The 64 bits under which PostgreSQL's advisory locks know a name, as text: a JavaScript number holds only 53. */
export function lockNumber(name: string): string {
  return createHash('sha256').update(`rollcall ${name}`).digest().readBigInt64BE().toString();
}
