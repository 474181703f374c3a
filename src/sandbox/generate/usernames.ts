import type { DrawnName } from './names.ts';
import type { Random } from './prng.ts';

/** Hands out usernames that nobody in the environment has yet: PingOne keeps them unique across populations. */
export class Usernames {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  /** The wanted name, or the wanted name with the next free number. */
  claim(wanted: string): string {
    let username = wanted;
    while (this.#taken.has(username)) {
      const number = this.#next.get(wanted) ?? 2;
      this.#next.set(wanted, number + 1);
      username = `${wanted}${number}`;
    }
    this.#taken.add(username);
    return username;
  }
}

const SERVICES = [
  'backup',
  'build',
  'crm-sync',
  'hr-import',
  'mailer',
  'monitoring',
  'print',
  'reporting',
  'scanner',
];

export function personalUsername(name: DrawnName, random: Random): string {
  return random.chance(0.8)
    ? `${name.given.ascii}.${name.family.ascii}`
    : `${name.given.ascii.slice(0, 1)}${name.family.ascii}`;
}

export function serviceUsername(random: Random): string {
  return `svc-${random.pick(SERVICES)}`;
}
