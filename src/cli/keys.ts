import { existsSync } from 'node:fs';
import { isPermission, isRole } from '../access/claims.ts';
import { KeyFileError, readKeys, type StoredKey } from '../access/key-file.ts';
import {
  createKey,
  defaultKeyDays,
  KeyRequestError,
  mostKeyDays,
  type NewKeyRequest,
  revokeKey,
  stateOf,
} from '../access/manage-keys.ts';
import { didYouMean } from '../config/neighbour.ts';
import { permissions, rolePermissions } from '../model/permission.ts';
import type { Output } from './output.ts';
import { CommandUsageError, noCommand, parseOptions } from './usage-error.ts';

export const keysUsage = `rollcall keys: API keys of the gateway

  rollcall keys create --name NAME --role ROLE   makes a key, and shows it once
  rollcall keys list                             shows all keys, never the keys themselves
  rollcall keys revoke ID                        ends a key at once

  --name NAME          who will use it: the ledger shows it as key:NAME
  --role ROLE          ${Object.keys(rolePermissions).join(', ')}
  --permission NAME    one permission, such as user:delete; may stand several times
  --directory KEY      only in this directory; may stand several times
  --population ID      only for users of this population (the provider's id); may stand several times
  --days DAYS          how long it is good, 1 to ${mostKeyDays}; default ${defaultKeyDays}`;

/** A mistake on the command line of `rollcall keys`. */
class KeysUsageError extends CommandUsageError {
  constructor(message: string) {
    super(`${message}\nSee rollcall keys --help.`);
    this.name = 'KeysUsageError';
  }
}

export interface KeysContext {
  readonly keysFile: string;
  /** Keys of the configured directories; empty: any is taken. */
  readonly directories: readonly string[];
  /** Keys of the simulated ones, where nothing is configured: another is worth a warning. Left out: there are none. */
  readonly simulated?: readonly string[];
  readonly output: Output;
  readonly now?: Date;
}

/**
 * Runs `rollcall keys ...`; answers the exit code. The key goes to standard output alone, so that it can be piped to where it is
 * kept. @throws {CommandUsageError} with what was expected.
 */
export function runKeys(argv: readonly string[], context: KeysContext): number {
  const [command, ...rest] = argv;
  try {
    switch (command) {
      case 'create':
        return create(rest, context);
      case 'list':
        return list(context);
      case 'revoke':
        return revoke(rest, context);
      case undefined:
      case '--help':
        context.output.line(keysUsage);
        return 0;
      default:
        throw noCommand(`keys ${command}`, ['keys create', 'keys list', 'keys revoke'], 'rollcall keys');
    }
  } catch (error) {
    if (!(error instanceof KeyRequestError || error instanceof KeyFileError)) throw error;
    context.output.error(error.message);
    return 1;
  }
}

function create(
  argv: readonly string[],
  { keysFile, directories, simulated = [], output, now }: KeysContext,
): number {
  const isFirst = !existsSync(keysFile);
  const request = readRequest(argv, directories);
  const { stored, key } = createKey(keysFile, request, now);
  const stray =
    simulated.length === 0 ? undefined : request.directories?.find((each) => !simulated.includes(each));
  if (stray !== undefined)
    output.error(
      `Warning: no directory is called "${stray.slice(0, 80)}" (there are ${simulated.join(', ')}, as nothing is configured): the key opens nothing until one is.`,
    );
  output.error(
    isFirst
      ? `This is the first key: from now on callers need one, also at a gateway that is running over ${keysFile}.`
      : 'A gateway that is running takes it from now on.',
  );
  output.error(
    `Key ${stored.id} for "${stored.name}", good until ${stored.expiresAt.toISOString().slice(0, 10)}. It is shown only now:`,
  );
  output.line(key.reveal());
  return 0;
}

function list({ keysFile, output, now = new Date() }: KeysContext): number {
  const keys = readKeys(keysFile);
  if (keys.length === 0) output.error('There are no keys yet.');
  for (const key of keys) output.line(describeKey(key, now));
  return 0;
}

function revoke(argv: readonly string[], { keysFile, output, now }: KeysContext): number {
  const [id, ...more] = argv;
  if (id === undefined || more.length > 0) throw new KeysUsageError('Expected the id of one key to revoke.');
  const { name } = revokeKey(keysFile, id, now);
  output.line(`Key ${id} of "${name}" is revoked.`);
  if (readKeys(keysFile).every((key) => stateOf(key, now ?? new Date()) !== 'active'))
    output.error(
      `No key is good any more, and the gateway stays closed to callers without one. To open it to everybody on this machine again, delete ${keysFile} and start it anew.`,
    );
  return 0;
}

function describeKey(key: StoredKey, now: Date): string {
  const rights = [...(key.role === undefined ? [] : [key.role]), ...key.permissions].join(' ');
  const where = [
    ...(key.directories ?? []).map((each) => `directory ${each}`),
    ...(key.populations ?? []).map((each) => `population ${each}`),
  ];
  const day = key.expiresAt.toISOString().slice(0, 10);
  return [key.id, key.name, stateOf(key, now), `until ${day}`, rights, where.join(', ') || 'everywhere'].join(
    '  ',
  );
}

function readRequest(argv: readonly string[], known: readonly string[]): NewKeyRequest {
  const { name: names, role: roles, days: terms, ...lists } = parse(argv);
  const name = only('--name', names) ?? '';
  const role = only('--role', roles);
  const days = only('--days', terms) ?? String(defaultKeyDays);
  if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name)) {
    throw new KeysUsageError('--name: expected 1 to 64 letters, digits, dots, dashes, @ and underscores.');
  }
  if (role !== undefined && !isRole(role)) throw wrong('--role', role, Object.keys(rolePermissions));
  const named = lists.permission ?? [];
  for (const each of named)
    if (!isPermission(each)) throw wrong('--permission', each, Object.keys(permissions));
  if (role === undefined && named.length === 0)
    throw new KeysUsageError('Expected --role or --permission: a key without either may do nothing.');
  for (const each of lists.directory ?? []) {
    if (known.length > 0 && !known.includes(each)) throw wrong('--directory', each, known);
  }
  if (!/^\d{1,3}$/.test(days) || Number(days) < 1 || Number(days) > mostKeyDays)
    throw new KeysUsageError(`--days: expected a whole number from 1 to ${mostKeyDays}.`);
  return {
    name,
    days: Number(days),
    ...(role !== undefined && { role }),
    permissions: named.filter(isPermission),
    ...(lists.directory !== undefined && { directories: lists.directory }),
    ...(lists.population !== undefined && { populations: lists.population }),
  };
}

/** Of several, Node would keep the last and say nothing. */
function only(option: string, given: readonly string[] = []): string | undefined {
  if (given.length <= 1) return given[0];
  const received = given.map((each) => JSON.stringify(each.slice(0, 80))).join(', ');
  const advice =
    option === '--role' ? ' A key has one role; what else it may do is said with --permission.' : '';
  throw new KeysUsageError(`${option}: expected it once; received ${received}.${advice}`);
}

function wrong(option: string, received: string, known: readonly string[]): KeysUsageError {
  const { hint = '' } = didYouMean(received, known);
  return new KeysUsageError(
    `${option}: expected one of ${known.join(', ')}; received ${JSON.stringify(received.slice(0, 80))}. ${hint}`.trim(),
  );
}

function parse(argv: readonly string[]) {
  return parseOptions(
    {
      args: [...argv],
      options: {
        name: { type: 'string', multiple: true },
        role: { type: 'string', multiple: true },
        permission: { type: 'string', multiple: true },
        directory: { type: 'string', multiple: true },
        population: { type: 'string', multiple: true },
        days: { type: 'string', multiple: true },
      },
    },
    'rollcall keys',
  ).values;
}
