import type { LinkedAccount, PasswordState, PasswordStatus, Session } from '../../model/account.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import type { UserReads } from '../provider.ts';
import type { Members, Row } from '../rows.ts';
import { instant, object, presence, reference, text, texts } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { expectShape } from './shape.ts';

/** PingOne shows the newest ten sessions of a user, expired ones among them. */
const VISIBLE_SESSIONS = 10;

type AccountReads = Pick<UserReads, 'passwordState' | 'sessions' | 'linkedAccounts' | 'mfaBypass'>;

/** What PingOne tells of one user by calls of their own. */
export function createAccountReads(api: EnvironmentApi, clock: () => Date): AccountReads {
  return {
    passwordState: async (userId, context) => {
      const { members } = await api.read('users/{userId}/password', { userId }, context);
      return toPasswordState(members);
    },
    sessions: async (userId, context) => {
      const listing = await api.list('users/{userId}/sessions', { userId }, 'sessions', context, sessionOf);
      const now = clock().getTime();
      const complete = listing.rows.length < VISIBLE_SESSIONS;
      return {
        ...listing,
        rows: listing.rows
          .filter(({ expiresAt }) => expiresAt === null || expiresAt.getTime() > now)
          .toSorted(newestFirst),
        complete,
        reason: complete ? null : 'PARTIAL',
        message: complete
          ? null
          : `PingOne shows the newest ${VISIBLE_SESSIONS} sessions of a user; there may be more.`,
      };
    },
    linkedAccounts: async (userId, context) =>
      await api.list('users/{userId}/linkedAccounts', { userId }, 'linkedAccounts', context, toLinkedAccount),
    mfaBypass: async (userId, context) => await readBypass(api, userId, clock, context),
  };
}

/** An `until` that cannot be read must not look like no bypass. */
async function readBypass(api: EnvironmentApi, userId: string, clock: () => Date, context: CallContext) {
  const { members, origin } = await api.read('users/{userId}/bypassMFA', { userId }, context);
  const name = 'bypassMFAEnabledUntil';
  const until = instant(members, name);
  if (until === null && presence(members, name) === 'INVALID')
    throw badResponse(origin, `was expected to hold an RFC 3339 instant in ${name}`);
  return { until: until !== null && until.getTime() > clock().getTime() ? until : null };
}

const PASSWORD_STATUSES: ReadonlyMap<string, PasswordStatus> = new Map([
  ['OK', 'OK'],
  ['NO_PASSWORD', 'NO_PASSWORD'],
  ['PASSWORD_EXPIRED', 'EXPIRED'],
  ['PASSWORD_LOCKED_OUT', 'LOCKED_OUT'],
  ['MUST_CHANGE_PASSWORD', 'MUST_CHANGE'],
  ['EXTERNAL', 'EXTERNAL'],
]);

function toPasswordState(password: Members): PasswordState {
  const rawStatus = text(password, 'status') ?? '';
  return {
    status: PASSWORD_STATUSES.get(rawStatus) ?? 'UNKNOWN',
    rawStatus,
    lastChangedAt: instant(password, 'lastChangedAt'),
    passwordPolicyId: reference(password, 'passwordPolicy'),
  };
}

/** @throws {UpstreamError} `BAD_RESPONSE` for an end that cannot be read: without one a session would seem to go on for ever. */
function sessionOf(row: Row, _: Date, origin: Origin): Session {
  expectShape(row.members, { instants: ['expiresAt'] }, origin);
  return toSession(row);
}

function toSession(row: Row): Session {
  const session = row.members;
  const lastSignOn = object(session, 'lastSignOn') ?? {};
  return {
    externalId: row.id,
    createdAt: instant(session, 'createdAt'),
    activeAt: instant(session, 'activeAt'),
    expiresAt: instant(session, 'expiresAt'),
    browser: product(session, 'browser'),
    operatingSystem: product(session, 'operatingSystem'),
    deviceType: text(object(session, 'device') ?? {}, 'type'),
    remoteIp: text(lastSignOn, 'remoteIp'),
    authenticators: texts(lastSignOn, 'authenticators'),
  };
}

/** `{ name, version }` as one text. */
function product(session: Members, name: string): string | null {
  const part = object(session, name);
  if (part === null) return null;
  const words = [text(part, 'name'), text(part, 'version')].filter((word) => word !== null && word !== '');
  return words.length === 0 ? null : words.join(' ');
}

function newestFirst(a: Session, b: Session): number {
  return (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);
}

function toLinkedAccount(row: Row): LinkedAccount {
  const provider = object(row.members, 'identityProvider') ?? {};
  return {
    externalId: row.id,
    identityProviderId: text(provider, 'id'),
    identityProviderName: text(provider, 'name'),
    identityProviderType: text(provider, 'type'),
    createdAt: instant(row.members, 'createdAt'),
  };
}
