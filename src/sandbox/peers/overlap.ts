import { drawName } from '../generate/names.ts';
import { Random } from '../generate/prng.ts';
import type { Tenant } from '../tenant.ts';
import { type KnownPerson, knownPeople } from './known-people.ts';
import { type Ago, agencyPeople, agoFrom, joiners, receptionists } from './newcomers.ts';
import type { PeerPerson, PeerStatus } from './people.ts';

export interface OverlapOptions {
  /** Default 1. */
  readonly seed?: number;
  /** The moment that ages are measured from; default now. */
  readonly asOf?: Date;
}

/** What happened to somebody whom PingOne takes for anybody else. */
type Part = 'STRANGER' | 'LEAVER' | 'RENAMED' | 'ALIAS' | 'REHIRED' | 'LOCKED' | 'EXPIRED' | 'NOTHING';

/** Whom the ready operations and the first screen are about: nothing happened to them. */
const PLAIN_PLACES = 3;
/** So many people can take over the organisation: one may be suspended, and somebody is left. */
const TOP_ADMINISTRATORS = 4;

/**
 * The people of the Okta organisation beside a PingOne tenant, which says who belongs: most are in both. Some left, and are still
 * active in PingOne; some were never here (strangers); some came back (two accounts, one employee number); some changed their name
 * or are known by another address, with the old one as an alias; some share a mailbox; machines are in both; and joiners are in
 * none but this. The same tenant and seed give the same people.
 */
export function oktaPeopleOf(
  tenant: Tenant,
  { seed = 1, asOf = new Date() }: OverlapOptions = {},
): PeerPerson[] {
  const random = new Random(seed, 'okta people');
  const known = knownPeople(tenant);
  const order = random.permutation(known.length);
  const ago = agoFrom(asOf);
  const taken = new Set(known.map(({ address }) => address.split('@', 1)[0] ?? address));
  const shared = new Set(
    known.filter(({ mailbox, address }) => mailbox !== address).map(({ mailbox }) => mailbox),
  );
  let administrators = 0;
  const people = known.flatMap((person, index): readonly PeerPerson[] => {
    const rank = order[index] ?? index;
    const part = partOf(person, rank);
    const base = accountOf(person, random, ago, rank);
    switch (part) {
      case 'STRANGER':
        // Whose mailbox a colleague uses is known here: by the address alone, the two could not be told apart.
        return shared.has(base.email) ? [base] : [];
      case 'LEAVER':
        return [
          afterLeaving(base, rank % 120 === 11 ? 'DEPROVISIONED' : 'SUSPENDED', 5 + random.below(60), ago),
        ];
      case 'RENAMED':
        return [renamed(base, random, taken)];
      case 'ALIAS':
        return [{ ...base, email: `hello.${base.username}`, aliases: addressesOf(base) }];
      case 'REHIRED':
        return cameBack(base, ago);
      case 'LOCKED':
        return [{ ...base, status: 'LOCKED', statusChangedAt: ago(random.between(0.1, 3)) }];
      case 'EXPIRED':
        return [{ ...base, status: 'PASSWORD_EXPIRED', statusChangedAt: ago(random.below(20)) }];
      case 'NOTHING':
      default:
        if (!mayAdminister(person) || administrators >= TOP_ADMINISTRATORS) return [base];
        administrators += 1;
        return [{ ...base, role: 'TOP' }];
    }
  });
  return [...people, ...joiners(Math.ceil(known.length / 20), random, ago), ...receptionists(ago)];
}

/**
 * Accounts of an application that Okta provisions by SCIM, not always in time: of three who left, two are still active here.
 * @param idOf what Okta calls an account, by its user name: the application keeps it as `externalId`, except for accounts that were
 * made by hand before provisioning was switched on. Those have the address and number of that day.
 */
export function scimPeopleOf(
  okta: readonly PeerPerson[],
  idOf: (username: string) => string | null,
  { seed = 1, asOf = new Date() }: OverlapOptions = {},
): PeerPerson[] {
  const random = new Random(seed, 'scim people');
  const ago = agoFrom(asOf);
  const seen = new Set<string>();
  // Who came back has one account here, which was never taken away: it belongs to the newer one of Okta.
  const newest = okta.toReversed().filter(({ personId }) => !seen.has(personId) && seen.add(personId));
  const people = newest.toReversed().flatMap((person, index): PeerPerson[] => {
    const hasLeft = person.status === 'SUSPENDED' || person.status === 'DEPROVISIONED';
    if (person.status === 'PENDING' || (!hasLeft && index >= PLAIN_PLACES && index % 5 >= 3)) return [];
    const account: PeerPerson = {
      ...person,
      status: hasLeft && index % 3 === 0 ? 'SUSPENDED' : 'ACTIVE',
      employeeNumber: null,
      lastSignOnAt: null,
      factors: [],
      role: null,
      groups: index % 7 === 0 ? ['Reviewers'] : ['Members'],
    };
    return [index % 4 === 3 ? madeByHand(account, person) : { ...account, sourceId: idOf(person.username) }];
  });
  return [...people, ...agencyPeople(Math.ceil(people.length / 100), random, ago)];
}

/** @param rank Somebody's place in a shuffled order; the parts take their shares of those who can sign on to PingOne. */
function partOf({ place, usable, isService, employeeNumber }: KnownPerson, rank: number): Part {
  if (place < PLAIN_PLACES || !usable || isService) return 'NOTHING';
  if (rank % 50 === 7) return 'STRANGER';
  if (rank % 60 === 11) return 'LEAVER';
  if (rank % 80 === 13) return 'RENAMED';
  if (rank % 90 === 18) return 'ALIAS';
  if (rank % 120 === 19) return employeeNumber === null ? 'NOTHING' : 'REHIRED';
  if (rank % 150 === 24) return 'LOCKED';
  return rank % 150 === 25 ? 'EXPIRED' : 'NOTHING';
}

/** The first one of PingOne, who is an administrator there too, and people who are beside the story. */
function mayAdminister({ place, usable, isService }: KnownPerson): boolean {
  return usable && !isService && (place === 0 || place >= PLAIN_PLACES);
}

function accountOf(person: KnownPerson, random: Random, ago: Ago, rank: number): PeerPerson {
  const { address, mailbox, enabled, isService } = person;
  // Of the accounts that PingOne has closed, every fifth is still open here.
  const status: PeerStatus = enabled || rank % 5 === 0 ? 'ACTIVE' : 'SUSPENDED';
  // Whoever writes a tag into an address for one system has the address itself everywhere else.
  const email = (mailbox ?? address).toLowerCase().replace(/\+[^@]*(?=@)/, '');
  const tagged = mailbox !== null && email !== mailbox.toLowerCase() && rank % 4 !== 0;
  return {
    personId: person.personId,
    username: address,
    email,
    aliases: tagged ? [mailbox] : [],
    givenName: person.given,
    familyName: person.family,
    employeeNumber: person.employeeNumber,
    sourceId: null,
    title: person.title,
    kind: isService ? 'SERVICE' : 'HUMAN',
    external: false,
    status,
    createdAt: person.createdAt,
    statusChangedAt: ago(30 + random.below(300)),
    lastSignOnAt: isService ? null : ago(random.between(0.05, 60)),
    factors: isService ? [] : (['PUSH', 'TOTP', 'FIDO2', 'SMS'] as const).slice(rank % 5, (rank % 5) + 2),
    role: isService ? null : rank % 400 === 2 ? 'USERS' : rank % 400 === 3 ? 'READ' : null,
    groups: ['Everyone', ...(rank % 6 === 0 ? ['Engineering'] : []), ...(rank % 9 === 0 ? ['VPN'] : [])],
  };
}

/** Nobody signs on after their last day, and who is deprovisioned keeps neither factors nor roles. */
function afterLeaving(
  person: PeerPerson,
  status: 'DEPROVISIONED' | 'SUSPENDED',
  days: number,
  ago: Ago,
): PeerPerson {
  const gone = status === 'DEPROVISIONED' ? { factors: [], role: null, groups: [] } : {};
  return { ...person, ...gone, status, statusChangedAt: ago(days), lastSignOnAt: ago(days + 0.5) };
}

/** After a change of name the old address stays as a second one. Nobody has the new one yet. */
function renamed(person: PeerPerson, random: Random, taken: Set<string>): PeerPerson {
  const [local = '', domain = ''] = person.username.split('@');
  for (;;) {
    const { family } = drawName(random);
    const wanted = `${local.split('.', 1)[0]}.${family.ascii}`;
    // Whoever has that name already, at whatever domain, is somebody else.
    if (taken.has(wanted)) continue;
    taken.add(wanted);
    const username = `${wanted}@${domain}`;
    return { ...person, familyName: family.native, username, email: username, aliases: addressesOf(person) };
  }
}

/** The first account was closed when they left; they came back under the same number. */
function cameBack(person: PeerPerson, ago: Ago): readonly PeerPerson[] {
  const [local = '', domain = ''] = person.username.split('@');
  return [
    { ...afterLeaving(person, 'DEPROVISIONED', 500, ago), username: `${local}.left@${domain}` },
    { ...person, createdAt: ago(90), statusChangedAt: ago(90) },
  ];
}

/** Every second one was taken over from the personnel system, with the number. */
function madeByHand(account: PeerPerson, { aliases, employeeNumber, email }: PeerPerson): PeerPerson {
  const address = aliases[0] ?? email ?? account.username;
  const old = aliases.length === 0 ? {} : { username: address, email: address, aliases: [] };
  return { ...account, ...old, employeeNumber: address.length % 2 === 0 ? employeeNumber : null };
}

function addressesOf({ email, username }: PeerPerson): readonly string[] {
  return [email ?? username];
}
