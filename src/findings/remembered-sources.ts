import type { FindingSources } from './sources.ts';

/** What is compared in other ways, or said of single subjects. */
const notRemembered: ReadonlySet<string> = new Set<keyof FindingSources>([
  'can',
  'atHand',
  'identities',
  'userRoleAssignments',
  'userGroups',
  'devices',
  'password',
  'sessions',
  'bypass',
  'group',
  'groupRoleAssignments',
  'groupParents',
  'groupTotalMembers',
  'groupOwners',
  'applicationRoleAssignments',
  'applicationGrants',
  'applicationSignOnPolicyIds',
  'applicationFlowPolicyAssigned',
  'applicationSecret',
  'applicationUsage',
  'applicationOwners',
  'listedOwners',
  'everyUser',
  'everyGroup',
  'everyApplication',
  'gaps',
]);

type Read = (...args: readonly unknown[]) => Promise<unknown>;

/** Sources that know what they answered about the directory as a whole: its settings, policies, roles. */
export class RememberedSources {
  readonly sources: FindingSources;
  readonly #own: Readonly<Record<string, unknown>>;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(sources: FindingSources) {
    this.#own = sources as unknown as Readonly<Record<string, unknown>>;
    const remembered = Object.entries(this.#own).flatMap(([name, member]) =>
      typeof member === 'function' && !notRemembered.has(name)
        ? [[name, (...args: readonly unknown[]) => this.#ask(JSON.stringify([name, ...args]))] as const]
        : [],
    );
    this.sources = { ...sources, ...Object.fromEntries(remembered) };
  }

  /** Whether these sources say of everything what those said, but for the moment at which it was read. */
  async saySameAs(before: RememberedSources): Promise<boolean> {
    const same = await Promise.all(
      [...before.#answers].map(async ([question, answer]) => {
        const [was, is] = await Promise.all([
          answer.then(textOf, failed),
          this.#ask(question).then(textOf, failed),
        ]);
        return was === is;
      }),
    );
    return same.every(Boolean);
  }

  #ask(question: string): Promise<unknown> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const [name, ...args] = JSON.parse(question) as [string, ...unknown[]];
    const answer = (this.#own[name] as Read)(...args);
    this.#answers.set(question, answer);
    return answer;
  }
}

function textOf(answer: unknown): string {
  return JSON.stringify(answer, (name, value: unknown) => (name === 'observedAt' ? undefined : value));
}

function failed(): string {
  return 'failed';
}
