import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '../model/secret.ts';

/** Begins every key, so that scanners of repositories can find one that got lost. */
const PREFIX = 'gw1';
const PATTERN = /^gw1_([0-9a-f]{12})_([A-Za-z0-9_-]{43})_([0-9a-f]{6})$/;

/** The parts of a key. */
export interface ParsedKey {
  readonly id: string;
  readonly hash: string;
}

/** A new key: its id, the key itself (shown once), and what is kept of it. */
export function newKey(): { readonly id: string; readonly key: Secret; readonly hash: string } {
  const id = randomBytes(6).toString('hex');
  const body = `${PREFIX}_${id}_${randomBytes(32).toString('base64url')}`;
  const key = `${body}_${checksum(body)}`;
  return { id, key: new Secret(key), hash: hashOf(key) };
}

/** Whether a credential is meant to be a key of ours rather than a token. */
export function looksLikeKey(credential: string): boolean {
  return credential.startsWith(`${PREFIX}_`);
}

/** What a credential of the form of a key says; null: it has another form. Its checksum may be wrong: `isMistyped` tells. */
export function parseKey(text: string): ParsedKey | null {
  const id = PATTERN.exec(text)?.[1];
  return id === undefined ? null : { id, hash: hashOf(text) };
}

/** Whether it was cut off or mistyped; that shows without looking anywhere. Whoever holds a good key need not be asked. */
export function isMistyped(text: string): boolean {
  const sum = PATTERN.exec(text)?.[3];
  return sum === undefined || checksum(text.slice(0, -1 - sum.length)) !== sum;
}

/** Compares two hashes in a time that says nothing of where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** One SHA-256 is enough: 256 random bits cannot be guessed, unlike passwords. */
function hashOf(key: string): string {
  return digest('sha256', key);
}

function checksum(body: string): string {
  return digest('sha256', `checksum:${body}`).slice(0, 6);
}
