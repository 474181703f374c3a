import type { Row } from '../tenant.ts';
import type { AccountTraits } from './account-traits.ts';
import { drawTraits } from './account-traits.ts';
import type { AdministratorPart } from './administrators.ts';
import { castAdministrators } from './administrators.ts';
import type { Draft } from './draft.ts';
import type { Employment } from './employment.ts';
import { drawEmployment } from './employment.ts';
import type { DrawnName } from './names.ts';
import { drawName } from './names.ts';
import type { Phones } from './phones.ts';
import type { Random } from './prng.ts';
import { personalUsername, serviceUsername, Usernames } from './usernames.ts';

/** Nobody was active in the hour before the tenant begins: the MFA report, which is 15 minutes behind, knows everybody. */
const QUIET_DAYS = 1 / 24;

/** Somebody in the environment: the row that PingOne shows, and what later steps need to know besides. */
export interface Person {
  readonly row: UserRow;
  /** The place in a shuffled order; see `drawEmployment`. */
  readonly rank: number;
  readonly employment: Employment;
  readonly traits: AccountTraits;
  readonly part?: AdministratorPart;
}

/** The members of a user that the generator writes or reads back; the others go by the index signature. */
export interface UserRow extends Row {
  username: string;
  email?: string;
  emailVerified?: boolean;
  name?: Record<string, string>;
  address?: Record<string, string>;
  title?: string;
  nickname?: string;
  locale?: string;
  preferredLanguage?: string;
  timezone?: string;
  type?: string;
  mobilePhone?: string;
  externalId?: string;
  costCenter?: string;
  startDate?: string;
  endDate?: string;
  lastSignOn?: { at: string; remoteIp: string };
  createdAt: string;
}

const DOMAINS = {
  Employee: 'example.com',
  Contractor: 'contractors.example.net',
  Service: 'example.com',
  Customer: 'customer.example.org',
} as const;

/** Addresses from the three ranges that are kept free for documentation. */
export function drawAddress(random: Random): string {
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.below(254)}`;
}

/** The account as PingOne shows it: nobody who is disabled or locked can authenticate. */
function accountOf(
  draft: Draft,
  traits: AccountTraits,
  rank: number,
  random: Random,
): Record<string, unknown> {
  if (!traits.locked) return { canAuthenticate: traits.enabled, status: 'OK' };
  const lockedAt = draft.ago(random.between(0.2, 40));
  // Half of the locks end by themselves, the others wait for an administrator.
  const end = rank % 2 === 0 ? {} : { unlockAt: draft.ago(-2), secondsUntilUnlock: 172_800 };
  return { canAuthenticate: false, status: 'LOCKED', lockedAt, ...end };
}

/** The address of a person, with the irregularities of grown directories. */
function emailOf(
  username: string,
  kind: Employment['kind'],
  rank: number,
  previous: UserRow | undefined,
): string | undefined {
  if (rank % 67 === 11) return undefined;
  const domain = DOMAINS[kind];
  if (rank % 101 === 14)
    return `${username.slice(0, 1).toUpperCase()}${username.slice(1)}@${domain.toUpperCase()}`;
  if (rank % 103 === 15) return `${username}+ping@${domain}`;
  if (rank % 307 === 16 && previous?.email !== undefined) return previous.email;
  return `${username}@${domain}`;
}

/** Name, place and contact: what services don't have. */
function addProfile(row: UserRow, name: DrawnName, { title }: Employment, rank: number): void {
  row.address = {
    locality:
      rank % 5 === 3
        ? name.city.native
        : name.city.ascii.slice(0, 1).toUpperCase() + name.city.ascii.slice(1),
    countryCode: name.country,
  };
  if (title !== undefined) row.title = title;
  if (rank % 9 === 4) row.nickname = name.given.native;
  if (rank % 3 !== 1) return;
  row.locale = name.locale;
  row.preferredLanguage = name.locale.slice(0, 2);
  row.timezone = name.timezone;
}

/** The attributes that this organisation added to the schema of users; dates are days, not moments. */
function addCustomAttributes(
  draft: Draft,
  row: UserRow,
  { costCenter, endsIn, kind, since }: Employment,
  rank: number,
): void {
  if (costCenter !== undefined) row.costCenter = costCenter;
  if (kind === 'Contractor' || rank % 4 === 2) row.startDate = draft.ago(since).slice(0, 10);
  if (endsIn !== undefined) row.endDate = draft.ago(-endsIn).slice(0, 10);
}

/** Fills `users`. People come in no particular order; the first is an administrator who can sign on. */
export function addPeople(draft: Draft, phones: Phones): Person[] {
  const random = draft.random('people');
  const ids = draft.random('user ids');
  const ranks = random.permutation(draft.size);
  const cast = castAdministrators(draft.size, draft.random('administrators'));
  const usernames = new Usernames();
  const people: Person[] = [];
  for (let index = 0; index < draft.size; index += 1) {
    const rank = ranks[index] ?? index;
    const part = cast.get(index);
    const employment = part === undefined ? drawEmployment(rank, random) : employmentOf(part, rank, random);
    const name = drawName(random);
    const drawnTraits = drawTraits(rank, random);
    const traits = part?.traits ?? drawnTraits;
    const isService = employment.kind === 'Service';
    const username = usernames.claim(
      part?.username ?? (isService ? serviceUsername(random) : personalUsername(name, random)),
    );
    const signedOn =
      traits.signedOn === undefined
        ? undefined
        : Math.max(QUIET_DAYS, Math.min(traits.signedOn, employment.since * 0.9));
    const email =
      part === undefined
        ? emailOf(username, employment.kind, rank, people.at(-1)?.row)
        : `${username}@example.com`;
    const nameless = isService || part?.username !== undefined || rank % 71 === 12;
    // Assigned one by one, not spread: with 100,000 people the spare objects would cost a second.
    const row: UserRow = {
      id: ids.uuid(),
      environment: draft.environment,
      population: { id: draft.idOf('populations', employment.population) },
      username,
      enabled: traits.enabled,
      account: accountOf(draft, traits, rank, random),
      lifecycle: { status: traits.pending ? 'VERIFICATION_REQUIRED' : 'ACCOUNT_OK' },
      identityProvider: identityProviderOf(draft, traits),
      mfaEnabled: traits.mfaEnabled,
      verifyStatus: verifyStatusOf(rank),
      createdAt: draft.ago(employment.since),
      updatedAt: draft.ago(Math.max(QUIET_DAYS, (signedOn ?? employment.since) * random.fraction())),
    };
    if (email !== undefined) {
      row.email = email;
      row.emailVerified = !traits.pending && rank % 29 !== 10;
    }
    if (!nameless) row.name = nameOf(name, rank);
    if (signedOn !== undefined) row.lastSignOn = { at: draft.ago(signedOn), remoteIp: drawAddress(random) };
    if (rank % 47 !== 2) row.type = employment.kind;
    if (employment.kind === 'Employee') row.externalId = externalIdOf(index, rank);
    if (!isService) {
      addProfile(row, name, employment, rank);
      if (rank % 10 <= 5) row.mobilePhone = phones.next();
    }
    addCustomAttributes(draft, row, employment, rank);
    draft.add('users', row);
    people.push({ row, rank, employment, traits, ...(part === undefined ? {} : { part }) });
  }
  return people;
}

/** Whoever has a part in the story of the administrators is an employee of some standing. */
function employmentOf(part: AdministratorPart, rank: number, random: Random): Employment {
  const drawn = drawEmployment(rank, random, 'Employee');
  return { ...drawn, population: part.population ?? 'Employees', since: 400 + drawn.since };
}

function verifyStatusOf(rank: number): string {
  if (rank % 31 === 13) return 'ENABLED';
  return rank % 127 === 19 ? 'DISABLED' : 'NOT_INITIATED';
}

function nameOf(name: DrawnName, rank: number): Record<string, string> {
  const parts = { given: name.given.native, family: name.family.native };
  return rank % 2 === 0 ? { formatted: name.formatted, ...parts } : parts;
}

/** `PING_ONE` without an id is a password kept by PingOne. */
function identityProviderOf(draft: Draft, { provider }: AccountTraits): { id?: string; type: string } {
  if (provider === undefined) return { type: 'PING_ONE' };
  const types = {
    'Contoso workforce': 'OPENID_CONNECT',
    'Partner SAML': 'SAML',
    'Google (retired)': 'GOOGLE',
  } as const;
  return { id: draft.idOf('identityProviders', provider), type: types[provider] };
}

/** The number that the personnel system knows somebody by; now and then two accounts carry the same. */
function externalIdOf(index: number, rank: number): string {
  // Never together with somebody else's address: nothing would be left to tell the two apart by.
  const isCopied = rank % 401 === 22 && rank % 307 !== 16;
  const number = isCopied && index > 0 ? index - 1 : index;
  return `E${String(100_000 + number)}`;
}
