import type { User } from '../model/user.ts';
import { AddressReader } from './address-key.ts';
import { isMixedScript } from './mixed-script.ts';
import { employeeKey, nativeKey } from './record-keys.ts';
import type { CorrelationSettings } from './settings.ts';

/** Everything of an account by which it can be tied to another, in the form in which it is compared; null: it has none. */
export interface AccountKeys {
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** The sign-in name, where it is an address. */
  readonly username: string | null;
  /** The sign-in name at the domain of its directory, where it is bare. */
  readonly mapped: string | null;
  readonly aliases: readonly string[];
  readonly employee: string | null;
  /** The id that another system gave. */
  readonly source: string | null;
  /** The id that its own directory gave. */
  readonly own: string | null;
  readonly isService: boolean;
}

const noAliases: readonly string[] = [];

/** Reads the keys of accounts as the operator's settings say. */
export class KeyReader {
  readonly #settings: CorrelationSettings;
  readonly #addresses: AddressReader;
  readonly #service: readonly RegExp[];

  /** @throws {SyntaxError} when a pattern of service accounts is no regular expression. */
  constructor(settings: CorrelationSettings) {
    this.#settings = settings;
    this.#addresses = new AddressReader(settings);
    this.#service = settings.serviceAccountPatterns.map((pattern) => new RegExp(pattern, 'iu'));
  }

  read(user: User): AccountKeys {
    const email = this.#address(user.email);
    // Most directories use one text for both: it is read once.
    const username = user.username === user.email ? email : this.#address(user.username);
    return {
      email,
      emailVerified: user.emailVerified === true,
      username,
      mapped: username === null ? this.#mapped(user) : null,
      aliases: this.#aliases(user, email, username),
      employee: employeeKey(this.#employeeNumber(user), this.#settings.stripLeadingZeros),
      source: nativeKey(user.sourceId),
      own: nativeKey(user.externalId),
      isService: this.#isService(user),
    };
  }

  #address(text: string | null): string | null {
    return text === null ? null : this.#addresses.read(text);
  }

  #mapped({ username, directory }: User): string | null {
    const domain = this.#settings.usernameDomain[directory];
    return username === null || domain === undefined ? null : this.#addresses.at(username, domain);
  }

  #aliases(user: User, email: string | null, username: string | null): readonly string[] {
    if (user.aliases.length === 0) return noAliases;
    const aliases = user.aliases
      .map((alias) => this.#addresses.read(alias))
      .filter((alias) => alias !== null);
    return [...new Set(aliases)].filter((alias) => alias !== email && alias !== username);
  }

  #employeeNumber(user: User): string | null {
    const attribute = this.#settings.employeeNumberAttribute[user.directory];
    // What PingOne and SCIM call `externalId` is a field of its own here.
    if (attribute !== undefined && sourceIdNames.has(attribute)) return user.sourceId ?? user.employeeNumber;
    const custom = attribute === undefined ? undefined : user.customAttributes[attribute];
    if (typeof custom === 'string') return custom;
    return typeof custom === 'number' && Number.isSafeInteger(custom) ? String(custom) : user.employeeNumber;
  }

  /** What the provider does not tell is taken for a person's account, unless its name says otherwise. */
  #isService({ kind, username }: User): boolean {
    if (kind !== null) return kind === 'SERVICE';
    return username !== null && this.#service.some((pattern) => pattern.test(username));
  }
}

const sourceIdNames: ReadonlySet<string> = new Set(['externalId', 'sourceId']);

/** Whether anything of the account can be looked for in another directory. */
export function hasKey(keys: AccountKeys): boolean {
  return (
    keys.source !== null ||
    keys.employee !== null ||
    keys.email !== null ||
    keys.username !== null ||
    keys.mapped !== null ||
    keys.aliases.length > 0
  );
}

/** Whether an address of the account has letters of two alphabets that look alike. */
export function hasMixedScript({ email, username }: AccountKeys): boolean {
  return [email, username].some(
    (address) => address !== null && isMixedScript(address.slice(0, address.lastIndexOf('@'))),
  );
}
