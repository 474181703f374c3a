import type { DirectoryAccounts } from '../../../src/identities/identities.ts';
import { type CorrelationSettings, defaultCorrelationSettings } from '../../../src/identities/settings.ts';
import { unsaidUser, type User } from '../../../src/model/user.ts';
import { asOf, directory } from './account.ts';
import { Random } from './random.ts';
import { makePeople, type Person } from './truth-people.ts';

/** Directories with people of whom it is known who is who. */
export interface Truth {
  readonly directories: readonly DirectoryAccounts[];
  readonly settings: CorrelationSettings;
  /** By `directory externalId`. */
  readonly personOf: ReadonlyMap<string, Person>;
}

/** How each directory writes what it knows of people, as directories of the field do. */
interface Style {
  readonly key: string;
  /** Share of people who have an account here. */
  readonly share: number;
  readonly username: 'ADDRESS' | 'BARE';
  readonly verified: boolean | null;
  /** Share of accounts without an employee number. */
  readonly numberless: number;
  /** Share of accounts that carry the primary directory's id. */
  readonly provisioned: number;
  readonly upperCase: boolean;
}

const styles: readonly Style[] = [
  {
    key: 'ping',
    share: 0.9,
    username: 'ADDRESS',
    verified: null,
    numberless: 1,
    provisioned: 0.3,
    upperCase: false,
  },
  {
    key: 'google',
    share: 0.95,
    username: 'ADDRESS',
    verified: true,
    numberless: 0.5,
    provisioned: 0,
    upperCase: false,
  },
  {
    key: 'entra',
    share: 0.95,
    username: 'ADDRESS',
    verified: null,
    numberless: 0.3,
    provisioned: 0.2,
    upperCase: true,
  },
  {
    key: 'scim',
    share: 0.4,
    username: 'BARE',
    verified: null,
    numberless: 0.3,
    provisioned: 0.8,
    upperCase: false,
  },
  {
    key: 'ldap',
    share: 0.8,
    username: 'BARE',
    verified: null,
    numberless: 0.2,
    provisioned: 0,
    upperCase: false,
  },
  {
    key: 'keycloak',
    share: 0.3,
    username: 'BARE',
    verified: false,
    numberless: 1,
    provisioned: 0,
    upperCase: false,
  },
];

const domain = 'corp.example';

export interface TruthOptions {
  /** How many directories there are besides the primary one; at most, and by default, six. */
  readonly others?: number;
  readonly seed?: number;
  /** Share of people with an account in each directory, in the place of the directory's own. */
  readonly share?: number;
}

/** `count` people over the primary directory (`okta`) and others. */
export function makeTruth(count: number, { others = 6, seed = 7, share }: TruthOptions = {}): Truth {
  const random = new Random(seed);
  const people = makePeople(count, random);
  const personOf = new Map<string, Person>();
  const primaryIds = new Map<Person, string>();
  const note = (user: User, person: Person): User => {
    personOf.set(`${user.directory} ${user.externalId}`, person);
    return user;
  };
  const primary = people.flatMap((person) => {
    const accounts = primaryAccounts(person, random);
    const [now] = accounts;
    if (now !== undefined) primaryIds.set(person, now.externalId);
    return accounts.map((user) => note(user, person));
  });
  const rest = styles.slice(0, others).map((style) => ({
    key: style.key,
    users: people
      .filter((person) => random.chance(person.trait === 'PREDECESSOR' ? 0.5 : (share ?? style.share)))
      .map((person) =>
        note(localAccount(person, style, primaryIds.get(person) ?? null, people, random), person),
      ),
  }));
  return {
    directories: [directory('okta', primary), ...rest.map(({ key, users }) => directory(key, users))],
    settings: {
      ...defaultCorrelationSettings,
      usernameDomain: { scim: domain, ldap: domain, keycloak: domain },
    },
    personOf,
  };
}

function primaryAccounts(person: Person, random: Random): readonly User[] {
  const { trait } = person;
  if (trait === 'STRANGER' || trait === 'PREDECESSOR') return [];
  if (trait === 'SERVICE' && random.chance(0.5)) return [];
  const user: User = {
    ...common(person, 'okta', `00u${random.hex(17)}`),
    username: `${person.login}@${domain}`,
    email: `${person.mailbox}@${domain}`,
    aliases:
      person.otherMailbox !== null && trait !== 'UNLISTED_ALIAS' ? [`${person.otherMailbox}@${domain}`] : [],
    employeeNumber: trait === 'SERVICE' || random.chance(0.1) ? null : person.number,
    status: trait === 'LEAVER' ? 'DEPROVISIONED' : 'ACTIVE',
  };
  if (trait !== 'REHIRED') return [user];
  const former = { ...user, externalId: `00u${random.hex(17)}`, status: 'DEPROVISIONED' as const };
  return [user, former].map((each) => ({ ...each, employeeNumber: person.number }));
}

function localAccount(
  person: Person,
  style: Style,
  primaryId: string | null,
  people: readonly Person[],
  random: Random,
): User {
  const { trait } = person;
  // Renamed people and those with an alias are known by the other address in half of the places.
  const other = person.otherMailbox !== null && random.chance(0.5) ? person.otherMailbox : null;
  const bare = style.username === 'BARE';
  const tagged = trait === 'TAGGED' && bare;
  const login = trait === 'PREDECESSOR' ? person.mailbox : (other ?? person.login);
  const mailbox = tagged ? `${person.login}+${style.key}` : (other ?? person.mailbox);
  const user: User = {
    ...common(person, style.key, `${style.key}-${random.hex(12)}`),
    username: spelt(bare ? (tagged ? `u${random.hex(8)}` : login) : `${login}@${domain}`, style),
    email: spelt(`${mailbox}@${domain}`, style),
    emailVerified: style.verified,
    sourceId: primaryId !== null && random.chance(style.provisioned) ? primaryId : null,
    employeeNumber: trait === 'SERVICE' || random.chance(style.numberless) ? null : person.number,
  };
  if (trait === 'RENAMED' && other !== null && person.formerFamily !== null)
    return { ...user, ...named(person.given, person.formerFamily) };
  // A machine may have the mailbox of whoever set it up.
  const owner = people[random.below(people.length)];
  return trait === 'SERVICE' && bare && owner !== undefined && random.chance(0.3)
    ? { ...user, email: `${owner.mailbox}@${domain}`, sourceId: null }
    : user;
}

function spelt(text: string, { upperCase }: Style): string {
  return upperCase ? text.toUpperCase() : text;
}

function named(given: string, family: string): Pick<User, 'name' | 'displayName'> {
  const formatted = `${given} ${family}`;
  return { name: { given, family, middle: null, formatted }, displayName: formatted };
}

function common(person: Person, key: string, externalId: string): User {
  return {
    ...unsaidUser,
    directory: key,
    externalId,
    status: 'ACTIVE',
    rawStatus: 'active',
    createdAt: person.joined,
    observedAt: asOf,
    ...named(person.given, person.family),
  };
}
