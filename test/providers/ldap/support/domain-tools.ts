import { afterAll, beforeAll } from 'vitest';
import type { Provider } from '../../../../src/providers/provider.ts';
import { guidIn, type LdifEntry, textIn } from '../../../support/ldif.ts';
import type { TestSamba } from '../../../support/samba.ts';
import { context, settingsForSamba, watched, type Watched } from './connect.ts';
import { accountOf, userDn, USER_PASSWORD } from './domain-people.ts';

/** What the tests of one domain share. Ids and members are asked of the server by its own tools. */
export interface DomainTools {
  readonly samba: () => TestSamba;
  readonly of: () => Watched;
  readonly provider: () => Provider;
  readonly idOf: (filter: string) => string;
  readonly user: (index: number) => string;
  readonly group: (name: string) => string;
  /** Puts one value in the place of an attribute of a person. */
  readonly set: (index: number, attribute: string, value: string) => void;
  /** `userAccountControl` of a person. */
  readonly control: (index: number) => string | null;
  /** Reads a user as one of the people: what it answered, or the error. */
  readonly bindAs: (index: number, password?: string) => Promise<unknown>;
}

export function domainTools(samba: () => TestSamba): DomainTools {
  let of: Watched | undefined;
  beforeAll(() => {
    of = watched(settingsForSamba(samba()));
  });
  afterAll(async () => await of?.provider.close());

  const ids = new Map<string, string>();
  const idOf = (filter: string): string => {
    const id = ids.get(filter) ?? guidIn(first(samba().search(filter, ['objectGUID'])));
    ids.set(filter, id);
    return id;
  };
  const user = (index: number): string => idOf(`(sAMAccountName=${accountOf(index)})`);
  const watching = (): Watched => {
    if (of === undefined) throw new Error('Expected to be asked within a test.');
    return of;
  };
  return {
    samba,
    of: watching,
    provider: () => watching().provider,
    idOf,
    user,
    group: (name) => idOf(`(&(objectClass=group)(cn=${name}))`),
    set: (index, attribute, value) =>
      samba().modify(
        `dn: ${userDn(index)}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`,
      ),
    control: (index) =>
      textIn(
        first(samba().search(`(sAMAccountName=${accountOf(index)})`, ['userAccountControl'])),
        'userAccountControl',
      ),
    bindAs: async (index, password = USER_PASSWORD) => {
      const bindDn = `${accountOf(index)}@example.test`;
      const other = watched(settingsForSamba(samba(), { bindDn, password }));
      const answer = await other.provider.users.get(user(1), context()).catch((error: unknown) => error);
      await other.provider.close();
      return answer;
    },
  };
}

function first(entries: readonly LdifEntry[]): LdifEntry {
  const [entry] = entries;
  if (entry === undefined) throw new Error('Expected an entry of the tests, found none.');
  return entry;
}
