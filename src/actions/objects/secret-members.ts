import type { JsonObject } from '../../model/action.ts';
import type { ObjectKind } from '../../providers/object-writes.ts';
import { isJsonObject } from './merge-patch.ts';

/** Stands where a secret is: in the ledger, in answers, in differences. It says nothing about the secret, not even its length. */
export const SECRET = '(secret)';

/** Members whose whole content is secret, as paths with dots; `*` is any name. */
const secretPaths: Partial<Record<ObjectKind, readonly string[]>> = {
  APPLICATION: ['mobile.integrityDetection.googlePlay.serviceAccountCredentials'],
  WEBHOOK: ['httpEndpoint.headers.*', 'connectionDetails'],
};

/** Names under which providers keep secrets, wherever they are: `clientSecret`, `appSecret`, `clientSecretSigningKey`. */
const secretNames =
  /(?:secret|password|passphrase|private_?key|signing_?key|decryption_?key|verification_?key|api_?key|access_?key|credentials_?json|access_?token|refresh_?token|bearer_?token)$|^(?:authorization|token)$/i;

/** What is below these names is secret as a whole: `secret: { value }`, `secrets: [...]`. */
const secretParents = /secrets?$/i;

const userInfo = /\/\/[^/@\s]*@/g;
/** An address: its origin without credentials, and what follows. */
const address = /([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#@\s]*@)*([^/?#\s]*)([^\s]*)/gi;

/** The members without what is secret in them: fit for ledger and answers. */
export function redacted(kind: ObjectKind, members: JsonObject): JsonObject {
  return redactedAt(kind, members, '');
}

function redactedAt(kind: ObjectKind, members: JsonObject, path: string): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, shown(kind, name, value, `${path}${name}`)]),
  );
}

function shown(kind: ObjectKind, name: string, value: unknown, path: string): unknown {
  if (value === null || value === undefined) return value;
  if (isSecret(kind, name, value, path)) return SECRET;
  if (Array.isArray(value)) return value.map((one: unknown) => shown(kind, name, one, path));
  if (isJsonObject(value)) return redactedAt(kind, value, `${path}.`);
  return typeof value === 'string' ? withoutCredentials(kind, value) : value;
}

/** Addresses may carry a password, and those of webhooks a key anywhere: of them the origin is shown, and no more. */
function withoutCredentials(kind: ObjectKind, value: string): string {
  if (!value.includes('//')) return value;
  if (kind !== 'WEBHOOK') return value.replaceAll(userInfo, `//${SECRET}@`);
  return value.replaceAll(address, (whole: string, scheme: string, host: string, rest: string) =>
    whole === `${scheme}${host}${rest}` && (rest === '' || rest === '/')
      ? whole
      : `${scheme}${host}/${SECRET}`,
  );
}

function isSecret(kind: ObjectKind, name: string, value: unknown, path: string): boolean {
  if (secretPaths[kind]?.some((one) => matches(one, path)) === true) return true;
  return typeof value === 'string'
    ? secretNames.test(name)
    : typeof value === 'object' && secretParents.test(name);
}

function matches(pattern: string, path: string): boolean {
  const [wanted, found] = [pattern.split('.'), path.split('.')];
  return wanted.length === found.length && wanted.every((name, at) => name === '*' || name === found[at]);
}

/** Whether a value that was redacted had a secret in it. */
export function hasSecret(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(SECRET);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasSecret);
}

/** What of the members can be compared with what is read back: all but what holds a secret. */
export function withoutSecrets(kind: ObjectKind, members: JsonObject): JsonObject {
  return comparable(redacted(kind, members));
}

function comparable(shownMembers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(shownMembers).flatMap(([name, value]) => {
      if (isJsonObject(value)) return [[name, comparable(value)]];
      return hasSecret(value) ? [] : [[name, value]];
    }),
  );
}
