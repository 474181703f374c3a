import { open } from 'node:fs/promises';
import type { GatewayConfig } from '../config.ts';
import { IncompleteList } from '../directory/fact-of.ts';
import { readDecisions } from '../exports/decision-rows.ts';
import type { Decisions } from '../exports/decisions.ts';
import { ExportError } from '../exports/export-error.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { MemoryLinkStore } from '../identities/memory-link-store.ts';
import type { KeptPlace, KeptReader } from '../store/read-kept.ts';
import { StoreError, StoreInUseError } from '../store/store-error.ts';
import type { Output } from './output.ts';
import { CommandUsageError } from './usage-error.ts';

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
    throw error instanceof StoreInUseError
      ? new StoreError(takeThemFrom(error.message), { cause: error })
      : error;
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
    return { acceptances, links };
  } finally {
    await kept.close();
  }
}

/** The same as an export of them has it. @throws {CommandUsageError} for a file that is no such export, or was cut off. */
export async function decisionsIn(path: string, output: Output): Promise<Decisions> {
  try {
    const file = await open(path);
    try {
      const { takenAt, complete, ...decisions } = await readDecisions(file.readLines());
      const { acceptances, links } = decisions;
      output.error(
        `Decisions of ${takenAt.toISOString()}: accepted findings ${acceptances.size}, links of accounts ${links.length}.`,
      );
      if (!complete)
        output.error(
          'They are not all: whoever asked the gateway for them reads a part of it only. What is missing counts as not decided.',
        );
      return decisions;
    } finally {
      await file.close();
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof ExportError || (error instanceof Error && 'code' in error))
      throw new CommandUsageError(`--decisions "${path}" cannot be read: ${said}`, { cause: error });
    throw error;
  }
}

/** Links as they were read once. */
export async function linkStoreOf({ links }: Pick<Decisions, 'links'>): Promise<IdentityLinkStore> {
  const store = new MemoryLinkStore();
  for (const link of links) await store.put(link);
  return store;
}

/** Links that are not known: then who is who is not, either. */
export function unknownLinks(why: string): IdentityLinkStore {
  const refuse = (): Promise<never> => Promise.reject(new IncompleteList('UNREACHABLE', why));
  return { list: refuse, put: refuse, remove: refuse };
}

function takeThemFrom(inUse: string): string {
  return `${inUse.split('. Stop it')[0]}. While it runs, it alone can read which findings are accepted and which accounts were linked by hand. Ask it for them, at its own address and with an API key where it has some, and name the file:

  curl -o decisions.jsonl -H "Authorization: Bearer KEY" http://127.0.0.1:4000/exports/decisions.jsonl
  ... --decisions decisions.jsonl

With a PostgreSQL (DATABASE_URL) gateways and commands can read at the same time.`;
}
