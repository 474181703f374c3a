import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, passed, writeCheck } from '../health-checks.ts';
import type { Provider } from '../provider.ts';
import { type Row, text } from '../rows.ts';
import { canQuote, compare, rowTest } from './filter.ts';
import { explainRead } from './health-failure.ts';
import type { ScimParts } from './scim-parts.ts';
import { isFilterRefusal } from './scim-errors.ts';
import { userState } from './user-state.ts';

/**
 * Tries what the gateway needs of a service, in the order in which a person would put it right. Never throws.
 * Codes: `TOKEN`, `DIRECTORY`, `READ_USERS`, `STATUS`, `PAGING`, `FILTER`, `READ_GROUPS`, `WRITE`. After a refused credential or an
 * unreachable service the others are left out: they would only repeat it.
 */
export async function checkHealth(
  provider: Provider,
  parts: ScimParts,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const directory = await checkDirectory(provider, context);
  if (directory.status === 'FAILED' && !directory.open) return [directory.check];
  const reads = await checkReads(provider, parts, context);
  // A description may be open to everybody: whether the credential is good shows at the first user.
  const refused = reads.find(({ code }) => code === 'TOKEN');
  if (refused !== undefined) return [refused];
  return [TOKEN_OK, directory.check, ...reads, writeCheck(parts.api.settings.writable, WRITE_HINTS)];
}

const TOKEN_OK = passed('TOKEN', 'The service takes the credential.');

interface DirectoryCheck {
  readonly status: HealthCheck['status'];
  readonly check: HealthCheck;
  /** Whether its users are worth trying all the same. */
  readonly open: boolean;
}

async function checkDirectory(provider: Provider, context: CallContext): Promise<DirectoryCheck> {
  try {
    await provider.profile(context);
    return { status: 'OK', check: passed('DIRECTORY', 'The service answers.'), open: true };
  } catch (error) {
    const code = isRefusedToken(error) ? 'TOKEN' : 'DIRECTORY';
    const check = failed(code, explainRead(error, 'The service'));
    // Its own description may be closed to us although its users are not.
    return { status: 'FAILED', check, open: error instanceof UpstreamError && error.code === 'FORBIDDEN' };
  }
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'UNAUTHORIZED';
}

async function checkReads(
  provider: Provider,
  parts: ScimParts,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const users = await attempt('READ_USERS', 'Users', async () => await checkUsers(parts, context));
  const groups = await attempt('READ_GROUPS', 'Groups', async () => {
    await provider.groups.list({ limit: 1, cursor: null }, context);
    return [passed('READ_GROUPS', 'Groups can be read.')];
  });
  return [...users, ...groups];
}

async function attempt(
  code: string,
  what: string,
  work: () => Promise<readonly HealthCheck[]>,
): Promise<readonly HealthCheck[]> {
  try {
    return await work();
  } catch (error) {
    return [failed(isRefusedToken(error) ? 'TOKEN' : code, explainRead(error, what))];
  }
}

function warning(code: string, message: string, hint: string): HealthCheck {
  return { code, status: 'WARNING', message, hint };
}

async function checkUsers(parts: ScimParts, context: CallContext): Promise<readonly HealthCheck[]> {
  const wanted = { collection: 'Users', filter: null, maximum: 1 } as const;
  const page = await parts.lists.page(wanted, { limit: 1, cursor: null }, context);
  const [first] = page.rows;
  if (first === undefined)
    return [
      warning(
        'READ_USERS',
        'Users can be read, but there is none.',
        'If there should be some, the credential may be limited to a part of the service.',
      ),
    ];
  const paging = await attempt('PAGING', 'A second page', async () => {
    if (page.nextCursor === null && page.brokenOff === undefined)
      return [passed('PAGING', 'There is one page.')];
    const { nextCursor: cursor } = page;
    const second = cursor === null ? page : await parts.lists.page(wanted, { limit: 1, cursor }, context);
    return second.brokenOff === undefined
      ? [passed('PAGING', 'The second page follows the first.')]
      : [{ code: 'PAGING', status: 'WARNING', ...explainRead(second.brokenOff, 'The whole list') }];
  });
  return [
    passed('READ_USERS', 'Users can be read.'),
    checkStatus(first),
    ...paging,
    await checkFilter(parts, first, context),
  ];
}

function checkStatus({ members }: Row): HealthCheck {
  if (userState(members).enabled !== null) return passed('STATUS', 'Users say whether they are active.');
  return warning(
    'STATUS',
    'The first user does not say whether it is active: its status is UNKNOWN.',
    'Where the service can be told which attributes to send, add "active".',
  );
}

async function checkFilter({ api }: ScimParts, { members }: Row, context: CallContext): Promise<HealthCheck> {
  const code = 'FILTER';
  const name = text(members, 'userName') ?? '';
  const hint = `Look-ups by name read all users then, up to listLimit (${api.settings.listLimit}).`;
  if (!canQuote(name))
    return { code, status: 'SKIPPED', message: 'Not tried: the first user has no name.', hint: null };
  const filter = compare('userName', 'eq', name);
  try {
    const { rows } = await api.list('Users', { filter, startIndex: '1', count: '2' }, context);
    const fits = rowTest(filter);
    if (rows.some((row) => !fits(row.members)))
      return warning(code, 'The service accepts filters and ignores them.', hint);
    return rows.length > 0
      ? passed(code, 'Users can be looked up by name.')
      : warning(code, 'The service does not find its first user by name.', hint);
  } catch (error) {
    if (isFilterRefusal(error)) return warning(code, 'The service refuses a filter by name.', hint);
    return { code, status: 'WARNING', ...explainRead(error, 'A user by name') };
  }
}

const WRITE_HINTS = {
  on: null,
  off: 'To allow actions, set writable: true for it, with a credential that may change users and groups.',
};
