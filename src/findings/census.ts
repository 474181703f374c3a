import type { UserFacts } from './facts.ts';
import type { ListFact } from './kleene.ts';
import type { Poll, Polled } from './polls.ts';

/** All marks that one user gave, as often as others gave the same: there are few different ones, however many users there are. */
export interface Sheet {
  /** By poll, in the order of the polls. */
  readonly marks: readonly (readonly string[])[];
  readonly next: Map<string, Sheet>;
  /** How many users gave these. */
  users: number;
}

/** How everybody of a sweep answered the polls of rules, kept as counts: to replace what one user answered takes one step. */
export class Census {
  readonly polls: readonly Poll[];
  readonly #root: Sheet = { marks: [], next: new Map(), users: 0 };
  readonly #whole: Sheet[] = [];
  /** By row of the sweep's list of users; undefined: not asked. */
  #rows: (Sheet | undefined)[] = [];
  readonly #told = new Map<Poll, Polled>();
  /** Without rows: whether all users are there. */
  #users: ListFact<never> = { rows: [], complete: false, reason: 'NOT_REQUESTED' };

  constructor(polls: Iterable<Poll>) {
    this.polls = [...new Set(polls)];
  }

  /** What a user answers. Facts that are not there yet are noted by whoever listens, and the user is to be asked again. */
  ask(facts: UserFacts): Sheet {
    let sheet = this.#root;
    for (const poll of this.polls) {
      const marks = poll.marks(facts);
      // No mark has a line break in it that would not be in both of two that are alike.
      const key = marks.length === 1 ? (marks[0] ?? '') : marks.join('\n');
      sheet = sheet.next.get(key) ?? this.#grow(sheet, key, marks);
    }
    return sheet;
  }

  #grow(from: Sheet, key: string, marks: readonly string[]): Sheet {
    const sheet = { marks: [...from.marks, marks], next: new Map<string, Sheet>(), users: 0 };
    from.next.set(key, sheet);
    if (sheet.marks.length === this.polls.length) this.#whole.push(sheet);
    return sheet;
  }

  /** Takes in what the user in a row answered, in place of what it answered before. */
  put(row: number, sheet: Sheet): void {
    const before = this.#rows[row];
    if (before === sheet) return;
    if (before !== undefined) before.users -= 1;
    sheet.users += 1;
    while (this.#rows.length < row) this.#rows.push(undefined);
    this.#rows[row] = sheet;
    this.#told.clear();
  }

  /** The users stand in other rows now. @param from by new row: the row before; undefined: somebody new. */
  rearrange(from: readonly (number | undefined)[]): void {
    const before = this.#rows;
    for (const sheet of before) if (sheet !== undefined) sheet.users -= 1;
    this.#rows = from.map((row) => (row === undefined ? undefined : before[row]));
    for (const sheet of this.#rows) if (sheet !== undefined) sheet.users += 1;
    this.#told.clear();
  }

  /** To be called when everybody was asked. */
  complete({ complete, reason }: ListFact<unknown>): void {
    this.#users = { rows: [], complete, reason };
    this.#told.clear();
  }

  polled(poll: Poll): Polled {
    const told = this.#told.get(poll) ?? this.#count(poll);
    this.#told.set(poll, told);
    return told;
  }

  #count(poll: Poll): Polled {
    const at = this.polls.indexOf(poll);
    const counts = new Map<string, number>();
    for (const { marks, users } of this.#whole) {
      if (users === 0) continue;
      for (const mark of marks[at] ?? []) counts.set(mark, (counts.get(mark) ?? 0) + users);
    }
    return {
      users: this.#users,
      asked: this.#rows.length,
      counts,
      firstOf: (some) => this.#firstOf(at, some),
    };
  }

  #firstOf(at: number, some: ReadonlySet<string>): string | undefined {
    if (some.size < 2) return [...some][0];
    const found = (sheet: Sheet | undefined): string | undefined =>
      sheet?.marks[at]?.find((mark) => some.has(mark));
    const firsts = new Map(this.#whole.map((sheet) => [sheet, found(sheet)]));
    for (const sheet of this.#rows) {
      const first = sheet === undefined ? undefined : firsts.get(sheet);
      if (first !== undefined) return first;
    }
    return undefined;
  }
}
