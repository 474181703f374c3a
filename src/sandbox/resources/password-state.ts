import { createHash } from 'node:crypto';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { valueAt } from '../serve/body.ts';
import { passwordMistake } from './password-rules.ts';
import { invalidValue } from './checks.ts';
import type { Call, JsonObject } from './resource.ts';

/** What is known of a password besides its published state. Never served. */
interface Secret {
  readonly digest: string;
  /** Digests of earlier ones, newest first. */
  readonly earlier: readonly string[];
  readonly failures: number;
  /** Milliseconds since the epoch; set while too many wrong tries lock it. */
  readonly lockedUntil?: number;
}

const SECRETS = 'users/passwordSecret';
/** A password that comes as a hash, such as `{SSHA512}...`, cannot be held against a policy. */
const HASHED = /^\{[A-Z0-9-]+\}/;

/** What is kept for this user, or what follows for everybody else: EXTERNAL for users of another provider, else OK. */
export function passwordOf(call: Call, user: Row): JsonObject {
  const { world } = call;
  const external = idOf(user['identityProvider']) !== undefined;
  const usual = external ? { status: 'EXTERNAL' } : { status: 'OK', lastChangedAt: user['createdAt'] };
  const held = world.detail('users/password', user.id) ?? usual;
  const policy = policyOf(call, user);
  return {
    ...held,
    ...lockOut(call, user),
    ...(policy === undefined ? {} : { passwordPolicy: { id: policy.id } }),
    user: { id: user.id },
  };
}

/** The policy of the user's population, else the environment's default. */
function policyOf({ world }: Call, user: Row): Row | undefined {
  const population = world.find('populations', idOf(user['population']) ?? '');
  const own = world.find('passwordPolicies', idOf(population?.['passwordPolicy']) ?? '');
  if (own !== undefined) return own;
  const all = world.tenant.collections.get('passwordPolicies')?.values() ?? [];
  return [...all].find((policy) => policy['default'] === true);
}

function lockOut(call: Call, user: Row): JsonObject {
  const until = secretOf(call, user)?.lockedUntil;
  if (until === undefined || until <= call.world.clock()) return {};
  const secondsUntilUnlock = Math.ceil((until - call.world.clock()) / 1000);
  return { status: 'PASSWORD_LOCKED_OUT', secondsUntilUnlock };
}

/** Sets a password; `target` names the member it came in. @throws {ApiError} 400 when the policy forbids it. */
export function setPassword(
  call: Call,
  user: Row,
  value: string,
  target: string,
  status: 'OK' | 'MUST_CHANGE_PASSWORD',
): void {
  const policy = policyOf(call, user);
  const digest = digestOf(value);
  const before = secretOf(call, user);
  const past = before === undefined ? [] : [before.digest, ...before.earlier];
  if (!HASHED.test(value)) {
    const remembered = Number(valueAt(policy, 'history.count') ?? 0);
    const mistake = past.slice(0, remembered).includes(digest)
      ? 'The password was used before.'
      : passwordMistake(value, policy ?? {}, user);
    if (mistake !== undefined) throw invalidValue(target, mistake);
  }
  keepSecret(call, user, { digest, earlier: past.slice(0, 30), failures: 0 });
  putState(call, user, { status, lastChangedAt: call.world.now() });
}

/** The password of an import: `{ value, forceChange }`. */
export function keepPassword(call: Call, user: Row, password: unknown): void {
  const value = valueAt(password, 'value');
  if (typeof value !== 'string' || value === '')
    throw invalidValue('password.value', 'Expected a text that is not empty.');
  keepSecret(call, user, { digest: digestOf(value), earlier: [], failures: 0 });
  const status = valueAt(password, 'forceChange') === true ? 'MUST_CHANGE_PASSWORD' : 'OK';
  call.world.setDetail('users/password', user.id, { status, lastChangedAt: call.world.now() });
}

export function forgetPassword(call: Call, user: Row): void {
  call.world.tenant.details.get(SECRETS)?.delete(user.id);
  putState(call, user, { status: 'NO_PASSWORD' });
}

/** Replaces the published state. */
export function putState(call: Call, user: Row, state: JsonObject): void {
  call.world.setDetail('users/password', user.id, state);
  user['updatedAt'] = call.world.now();
  call.world.changed(user);
  recordChange({ audit: 'PASSWORD' }, user, call, 'UPDATED');
}

/** Lifts the lock that wrong tries brought; whatever else the state says stays. */
export function endLockOut(call: Call, user: Row): void {
  const secret = secretOf(call, user);
  if (secret !== undefined)
    keepSecret(call, user, { digest: secret.digest, earlier: secret.earlier, failures: 0 });
  const { secondsUntilUnlock: _over, ...held } = call.world.detail('users/password', user.id) ?? {};
  putState(call, user, held['status'] === 'PASSWORD_LOCKED_OUT' ? { ...held, status: 'OK' } : held);
}

/** Whether a password is the user's. A wrong one counts towards the policy's lock-out. */
export function tryPassword(call: Call, user: Row, value: string): boolean {
  const secret = secretOf(call, user) ?? { digest: '', earlier: [], failures: 0 };
  const { digest, earlier } = secret;
  if (digest === digestOf(value)) {
    keepSecret(call, user, { digest, earlier, failures: 0 });
    return true;
  }
  const failures = secret.failures + 1;
  const lockout = valueAt(policyOf(call, user), 'lockout');
  const most = Number(valueAt(lockout, 'failureCount') ?? Number.POSITIVE_INFINITY);
  const seconds = Number(valueAt(lockout, 'durationSeconds') ?? 0);
  const locked = failures >= most ? { lockedUntil: call.world.clock() + seconds * 1000 } : {};
  keepSecret(call, user, { digest, earlier, failures: failures >= most ? 0 : failures, ...locked });
  return false;
}

function secretOf(call: Call, user: Row): Secret | undefined {
  return call.world.detail(SECRETS, user.id) as Secret | undefined;
}

function keepSecret(call: Call, user: Row, secret: Secret): void {
  call.world.setDetail(SECRETS, user.id, { ...secret });
}

function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
