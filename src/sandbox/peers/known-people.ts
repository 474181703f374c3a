import type { Row, Tenant } from '../tenant.ts';

/** Somebody of the simulated PingOne, as the other directories came to know them. */
export interface KnownPerson {
  /** The id of the PingOne account: it stands for the person. */
  readonly personId: string;
  /** Their place in PingOne's list. */
  readonly place: number;
  /** User name and domain: what everybody of that domain signs on with elsewhere. */
  readonly address: string;
  /** What PingOne has as the address; null: nothing. */
  readonly mailbox: string | null;
  readonly given: string;
  readonly family: string;
  readonly employeeNumber: string | null;
  readonly isService: boolean;
  /** Whether the PingOne account can be used. */
  readonly usable: boolean;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly title: string | null;
}

/** The number that the personnel system gave to the first of them; see `externalIdOf` in `../generate/people.ts`. */
const FIRST_NUMBER = 100_000;

/** Everybody of the tenant but its customers, who are nobody's colleagues, and every other machine, which PingOne alone knows. */
export function knownPeople({ collections }: Tenant): readonly KnownPerson[] {
  const populations = collections.get('populations');
  return [...(collections.get('users')?.values() ?? [])].flatMap((row, place) => {
    const population = text(populations?.get(text(members(row, 'population'), 'id') ?? ''), 'name');
    const username = text(row, 'username') ?? row.id;
    const isService = population === 'Service accounts';
    if (population === 'Customers' || (isService && place % 2 === 0)) return [];
    const domain = population === 'Contractors' ? 'contractors.example.net' : 'example.com';
    const name = members(row, 'name');
    const enabled = row['enabled'] === true;
    return [
      {
        personId: row.id,
        place,
        address: `${username}@${domain}`,
        mailbox: text(row, 'email'),
        given: text(name, 'given') ?? username,
        family: text(name, 'family') ?? 'Service',
        employeeNumber: text(row, 'externalId') === null ? null : `E${FIRST_NUMBER + place}`,
        isService,
        usable: enabled && members(row, 'account')['canAuthenticate'] !== false,
        enabled,
        createdAt: text(row, 'createdAt') ?? '',
        title: text(row, 'title'),
      },
    ];
  });
}

function members(row: Row, name: string): Readonly<Record<string, unknown>> {
  const value = row[name];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(of: Readonly<Record<string, unknown>> | undefined, name: string): string | null {
  const value = of?.[name];
  return typeof value === 'string' ? value : null;
}
