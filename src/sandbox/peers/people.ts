import { drawName } from '../generate/names.ts';
import { Random } from '../generate/prng.ts';
import { personalUsername, Usernames } from '../generate/usernames.ts';

export type PeerStatus = 'ACTIVE' | 'PENDING' | 'SUSPENDED' | 'LOCKED' | 'PASSWORD_EXPIRED' | 'DEPROVISIONED';
export type PeerFactor = 'FIDO2' | 'TOTP' | 'PUSH' | 'SMS' | 'QUESTION';
/** TOP can take over the directory, USERS can manage people, READ can look. */
export type PeerRole = 'TOP' | 'USERS' | 'READ';

/** Somebody with an account in a simulated peer, before the vendor's form is given to it. */
export interface PeerPerson {
  /** Who it is: the truth that correlation is measured by. No peer serves it. */
  readonly personId: string;
  readonly username: string;
  readonly email: string | null;
  /** Further addresses. */
  readonly aliases: readonly string[];
  readonly givenName: string;
  readonly familyName: string;
  readonly employeeNumber: string | null;
  /** The id that another directory gave this account. */
  readonly sourceId: string | null;
  readonly title: string | null;
  readonly kind: 'HUMAN' | 'SERVICE';
  /** A guest of another organisation. */
  readonly external: boolean;
  readonly status: PeerStatus;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly statusChangedAt: string;
  /** Null: never. */
  readonly lastSignOnAt: string | null;
  readonly factors: readonly PeerFactor[];
  readonly role: PeerRole | null;
  /** Names of groups. */
  readonly groups: readonly string[];
}

const DAY_MS = 86_400_000;
const GROUPS = ['Everyone', 'Engineering', 'Sales', 'Support', 'Finance', 'VPN', 'On call'];

interface PeopleOptions {
  readonly users: number;
  /** Default 1. */
  readonly seed?: number;
  /** The moment that ages are measured from; default now. */
  readonly asOf?: Date;
}

/** People of one peer alone, the same for the same options: every status, factor and role occurs from a dozen people on. */
export function drawPeerPeople({ users, seed = 1, asOf = new Date() }: PeopleOptions): PeerPerson[] {
  const random = new Random(seed, 'peer people');
  const usernames = new Usernames();
  const ago = (days: number): string => new Date(asOf.getTime() - days * DAY_MS).toISOString();
  return Array.from({ length: users }, (_, index): PeerPerson => {
    const name = drawName(random);
    const username = usernames.claim(personalUsername(name, random));
    const status = statusOf(index);
    const createdDays = 400 + random.below(900);
    return {
      personId: `person-${index}`,
      username: `${username}@example.com`,
      email: `${username}@example.com`,
      aliases: index % 17 === 5 ? [`${username}.alias@example.com`] : [],
      givenName: name.given.native,
      familyName: name.family.native,
      employeeNumber: index % 9 === 4 ? null : String(10_000 + index),
      sourceId: null,
      title: random.pick(['Engineer', 'Account manager', 'Analyst', 'Support agent']),
      kind: index % 41 === 40 ? 'SERVICE' : 'HUMAN',
      external: index % 29 === 11,
      status,
      createdAt: ago(createdDays),
      statusChangedAt: ago(random.below(300) + 1),
      lastSignOnAt: status === 'PENDING' || index % 13 === 12 ? null : ago(random.between(0.1, 200)),
      factors: factorsOf(index),
      role: roleOf(index),
      groups: ['Everyone', ...random.sample(GROUPS.slice(1), index % 3)],
    };
  });
}

function statusOf(index: number): PeerStatus {
  if (index % 12 === 3) return 'SUSPENDED';
  if (index % 24 === 7) return 'LOCKED';
  if (index % 24 === 8) return 'PENDING';
  if (index % 24 === 9) return 'PASSWORD_EXPIRED';
  return index % 12 === 10 ? 'DEPROVISIONED' : 'ACTIVE';
}

function factorsOf(index: number): readonly PeerFactor[] {
  const kinds: readonly (readonly PeerFactor[])[] = [
    ['PUSH', 'TOTP'],
    ['FIDO2'],
    [],
    ['SMS'],
    ['TOTP'],
    ['PUSH', 'QUESTION'],
  ];
  return kinds[index % kinds.length] ?? [];
}

/** The first two can take over everything, as in most organisations. */
function roleOf(index: number): PeerRole | null {
  if (index < 2) return 'TOP';
  if (index % 50 === 4) return 'USERS';
  return index % 50 === 6 ? 'READ' : null;
}
