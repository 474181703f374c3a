import type { Random } from './random.ts';

/** What is special about a person; it says why accounts of theirs are missed, if they are. */
export type Trait =
  | 'PLAIN'
  | 'LEAVER'
  | 'STRANGER'
  | 'TWIN'
  | 'RENAMED'
  | 'ALIAS'
  | 'UNLISTED_ALIAS'
  | 'TAGGED'
  | 'REHIRED'
  | 'SERVICE'
  | 'PREDECESSOR'
  | 'SUCCESSOR';

export interface Person {
  readonly id: number;
  readonly trait: Trait;
  readonly given: string;
  readonly family: string;
  /** The name before it was changed. */
  readonly formerFamily: string | null;
  /** Local part of the address that is this person's alone. */
  readonly login: string;
  /** Local part of the mailbox: twins share one. */
  readonly mailbox: string;
  /** Further local part: a former one, or an alias. */
  readonly otherMailbox: string | null;
  readonly number: string;
  readonly joined: Date;
}

const given = [
  'Ada',
  'Alan',
  'Grace',
  'Edsger',
  'Barbara',
  'Donald',
  'Frances',
  'Ken',
  'Radia',
  'Tim',
  'Jos\u00e9',
  'Zo\u00eb',
];
const family = [
  'Lovelace',
  'Turing',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Knuth',
  'Allen',
  'Thompson',
  'Perlman',
  'Lee',
  'M\u00fcller',
  'Nu\u00f1ez',
];

/** Shares of the population, in thousandths; whoever is left is plain. */
const shares: readonly (readonly [Trait, number])[] = [
  ['LEAVER', 50],
  ['STRANGER', 30],
  ['TWIN', 6],
  ['RENAMED', 30],
  ['ALIAS', 50],
  ['UNLISTED_ALIAS', 3],
  ['TAGGED', 3],
  ['REHIRED', 10],
  ['SERVICE', 10],
  ['SUCCESSOR', 5],
];

export function makePeople(count: number, random: Random): readonly Person[] {
  const people: Person[] = [];
  while (people.length < count) {
    const person = plain(people.length, traitOf(random), random);
    people.push(person);
    if (person.trait === 'TWIN') people.push(twinOf(person, people.length, random));
    if (person.trait === 'SUCCESSOR') people.push(predecessorOf(person, people.length));
  }
  return people;
}

function traitOf(random: Random): Trait {
  let place = random.below(1000);
  for (const [trait, share] of shares) {
    if (place < share) return trait;
    place -= share;
  }
  return 'PLAIN';
}

function plain(id: number, trait: Trait, random: Random): Person {
  const first = given[random.below(given.length)] ?? 'Ada';
  const last = family[random.below(family.length)] ?? 'Lovelace';
  const login = trait === 'SERVICE' ? `svc-${id}` : `${first}.${last}${id}`;
  const isOther = trait === 'RENAMED' || trait === 'ALIAS' || trait === 'UNLISTED_ALIAS';
  return {
    id,
    trait,
    given: first,
    family: last,
    formerFamily:
      trait === 'RENAMED' ? (family[(random.below(family.length - 1) + 1) % family.length] ?? null) : null,
    login,
    mailbox: trait === 'SUCCESSOR' ? `desk${id}` : login,
    otherMailbox: isOther ? `was.${id}` : null,
    number: `E${10_000 + id}`,
    joined: new Date(Date.UTC(2016, 0, 1) + random.below(2500) * 86_400_000),
  };
}

/** Somebody else who answers at the same mailbox. */
function twinOf(person: Person, id: number, random: Random): Person {
  const twin = plain(id, 'TWIN', random);
  return { ...twin, mailbox: person.mailbox };
}

/** Whoever had the address before, and left long ago. */
function predecessorOf(person: Person, id: number): Person {
  return {
    ...person,
    id,
    trait: 'PREDECESSOR',
    given: 'Joan',
    family: 'Clarke',
    number: `E${10_000 + id}`,
    joined: new Date(Date.UTC(2009, 0, 1) + id * 3_600_000),
  };
}
