import type { GatewayConfig } from '../config.ts';
import type { Decisions } from '../exports/decisions.ts';
import type { KeptPlace, KeptReader } from '../store/read-kept.ts';
import { StoreError, StoreInUseError } from '../store/store-error.ts';

/** Where the gateway of this configuration keeps what was decided. */
export function keptPlace({ server, sandbox }: GatewayConfig): KeptPlace {
  // What was decided of simulated directories ends with them.
  return {
    url: server.databaseUrl?.reveal() ?? null,
    directory: sandbox ? null : server.dataDirectory,
  };
}

/** Opens the gateway's database to read it; null: nothing is kept. @throws {StoreError} with a way out. */
export async function openKeptDecisions(place: KeptPlace): Promise<KeptReader | null> {
  // The database's modules take as long to load as the rest of the command.
  const { openKept } = await import('../store/read-kept.ts');
  try {
    return await openKept(place);
  } catch (error) {
    throw error instanceof StoreInUseError ? new StoreError(takeThemFrom(error), { cause: error }) : error;
  }
}

/**
 * What people decided, as the gateway keeps it. The embedded database is closed again before the directories are read: no gateway has to
 * wait for that. Null: nothing is kept. @throws {StoreError} when it is there and cannot be read.
 */
export async function decisionsKept(place: KeptPlace): Promise<Decisions | null> {
  const kept = await openKeptDecisions(place);
  if (kept === null) return null;
  try {
    const [accepted, links] = [await kept.accepted(), await kept.links()];
    const acceptances = new Map(
      accepted.flatMap(({ id, acceptance }) => (acceptance === null ? [] : [[id, acceptance] as const])),
    );
    return { acceptances, links, complete: true };
  } finally {
    await kept.close();
  }
}

function takeThemFrom({ folder, who }: StoreInUseError): string {
  return `The database in ${folder} is in use by ${who}. While it runs, it alone can read which findings are accepted and which accounts were linked by hand. Ask it for them, at its own address and with an API key where it has some, and name the file:

  curl -o decisions.jsonl -H "Authorization: Bearer KEY" http://127.0.0.1:4000/exports/decisions.jsonl
  ... --decisions decisions.jsonl

With a PostgreSQL (DATABASE_URL) gateways and commands can read at the same time.`;
}
