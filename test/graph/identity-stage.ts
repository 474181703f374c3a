import { type Caller, localCaller } from '../../src/access/caller.ts';
import { CostMeter } from '../../src/directory/cost-meter.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import { openSeveral, type SeveralGateway } from '../support/several.ts';

/** Somebody with an account in each of the first tenants. */
export interface Shared {
  readonly email: string;
  /** By directory: `d0`, `d1`, ... */
  readonly ids: readonly string[];
  readonly populations: readonly string[];
}

export interface IdentityStage extends SeveralGateway {
  /** In all tenants, by the same proven address. */
  readonly ada: Shared;
  /** In all but `d0`, which is the primary directory. */
  readonly bob: Shared;
  readonly rows: (directory: number) => readonly Row[];
}

interface Options {
  readonly count?: number;
  readonly caller?: Caller | ((stage: Pick<IdentityStage, 'ada' | 'bob'>) => Caller);
  /** Who asks each time, in place of `caller`. */
  readonly asker?: () => Caller;
  /** Numbers of the directories that are swept before the test; default: all. */
  readonly swept?: readonly number[];
}

/** Tenants with two people in common; `d0` is the primary directory. */
export async function openIdentities({
  count = 3,
  caller,
  asker,
  swept,
}: Options = {}): Promise<IdentityStage> {
  // Whom the caller may see is known only once the tenants are there.
  let who: Caller | null = typeof caller === 'function' ? null : (caller ?? null);
  const several = await openSeveral(count, { users: 20, asker: () => asker?.() ?? who ?? localCaller });
  const rows = (directory: number): readonly Row[] => [
    ...(several.sandboxes[directory]?.tenant.collections.get('users')?.values() ?? []),
  ];
  const share = (name: string, place: number, directories: readonly number[]): Shared => {
    const email = `${name}@corp.example`;
    const found = directories.map((directory) => {
      const row = rows(directory)[place];
      if (row === undefined) throw new Error('Expected somebody in the tenant.');
      Object.assign(row, {
        email,
        emailVerified: true,
        username: `${name}.${directory}`,
        name: { given: name, family: `Of d${directory}`, formatted: `${name} of d${directory}` },
        enabled: true,
      });
      several.sandboxes[directory]?.world.touch();
      return { id: row.id, population: String(Object(row['population'])['id']) };
    });
    return { email, ids: found.map(({ id }) => id), populations: found.map(({ population }) => population) };
  };
  const all = several.directories.map((_, directory) => directory);
  const ada = share('ada', 10, all);
  const bob = share('bob', 11, all.slice(1));
  if (typeof caller === 'function') who = caller({ ada, bob });
  const context = { lane: 'bulk', transactionId: 'before the test' } as const;
  await Promise.all(
    several.directories
      .filter((_, number) => swept === undefined || swept.includes(number))
      .map(({ sweeper }) =>
        sweeper.read({ asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context }),
      ),
  );
  return { ...several, ada, bob, rows };
}

export function refIn(directory: string, externalId: string | undefined) {
  return { externalId: { directory, externalId: externalId ?? '' } };
}
