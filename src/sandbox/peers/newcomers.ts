import { drawName } from '../generate/names.ts';
import { Random } from '../generate/prng.ts';
import type { PeerPerson } from './people.ts';

/** The moment so many days ago, as RFC 3339. */
export type Ago = (days: number) => string;

const DAY_MS = 86_400_000;

export function agoFrom(asOf: Date): Ago {
  return (days) => new Date(asOf.getTime() - days * DAY_MS).toISOString();
}

/** People who begin soon: the personnel system has made their accounts, and PingOne does not know them. Every third has yet to sign on. */
export function joiners(count: number, random: Random, ago: Ago): PeerPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const person = newcomer(`joiner-${index}`, 'example.com', random, ago);
    return index % 3 === 0 ? { ...person, status: 'PENDING', lastSignOnAt: null, factors: [] } : person;
  });
}

/** People of an agency, whom nobody but one application knows. */
export function agencyPeople(count: number, random: Random, ago: Ago): PeerPerson[] {
  return Array.from({ length: count }, (_, index) =>
    newcomer(`agency-${index}`, 'agency.example.org', random, ago),
  );
}

/** Two receptionists with one mailbox: an address that says of nobody who they are. */
export function receptionists(ago: Ago): PeerPerson[] {
  return ['morning', 'evening'].map((shift) => ({
    ...newcomer(`reception-${shift}`, 'example.com', new Random(1, shift), ago),
    username: `reception.${shift}@example.com`,
    email: 'reception@example.com',
  }));
}

/** Nobody else has such an address: it ends in a number of its own. */
function newcomer(personId: string, domain: string, random: Random, ago: Ago): PeerPerson {
  const name = drawName(random);
  const number = personId.slice(personId.indexOf('-') + 1);
  const address = `${name.given.ascii}.${name.family.ascii}.${number}@${domain}`;
  return {
    personId,
    username: address,
    email: address,
    aliases: [],
    givenName: name.given.native,
    familyName: name.family.native,
    employeeNumber: null,
    sourceId: null,
    title: null,
    kind: 'HUMAN',
    external: domain !== 'example.com',
    status: 'ACTIVE',
    createdAt: ago(1 + random.below(30)),
    statusChangedAt: ago(1),
    lastSignOnAt: ago(random.between(0.05, 1)),
    factors: ['PUSH'],
    role: null,
    groups: ['Everyone'],
  };
}
