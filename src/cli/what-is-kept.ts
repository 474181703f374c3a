import type { GatewayConfig } from '../config.ts';
import type { ExportName } from '../exports/export-request.ts';
import type { ExportServiceOptions } from '../exports/export-service.ts';
import type { IdentityLinkStore } from '../identities/manual-link.ts';
import { MemoryLinkStore } from '../identities/memory-link-store.ts';
import type { KeptPlace, KeptReader } from '../store/read-kept.ts';
import { StoreError } from '../store/store-error.ts';
import { linkStoreOf, unknownLinks } from './decided-links.ts';
import { decisionsIn } from './decisions-file.ts';
import { decisionsKept, keptPlace, openKeptDecisions } from './kept-decisions.ts';
import type { Output } from './output.ts';

/** What an export takes out of what a gateway keeps. */
interface WhatIsKept {
  readonly links: IdentityLinkStore;
  readonly history: Pick<ExportServiceOptions, 'accepted' | 'recordsOf'>;
  close(): Promise<void>;
}

/**
 * What the gateway keeps, as far as an export needs it. What cannot be read is said, and unknown in the export: which is not complete
 * then. @param path of a file with decisions; null: the database. @throws {CommandUsageError} for such a file that cannot be read.
 */
export async function whatIsKept(
  name: ExportName,
  path: string | null,
  config: GatewayConfig,
  output: Output,
): Promise<WhatIsKept> {
  if (path !== null) {
    const decisions = await decisionsIn(path, output);
    return { links: await linkStoreOf(decisions), history: { accepted: decisions }, close };
  }
  // Neither links nor the history say anything of entitlements.
  if (name === 'entitlements') return { links: new MemoryLinkStore(), history: {}, close };
  const place = keptPlace(config);
  try {
    const decisions = await decisionsKept(place);
    if (decisions === null) return { links: new MemoryLinkStore(), history: {}, close };
    const links = await linkStoreOf(decisions);
    if (name !== 'findings') return { links, history: {}, close };
    const late = new LateReader(place);
    return { links, history: { recordsOf: (ids) => late.recordsOf(ids) }, close: () => late.close() };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { message } = error;
    output.error(`What people decided is not known, and left open in the export: ${message}`);
    return {
      links: unknownLinks(message),
      history: { recordsOf: () => Promise.reject(error) },
      close,
    };
  }
}

function close(): Promise<void> {
  return Promise.resolve();
}

/** The database, opened when the first row is written: while the directories are read, gateways can have it. */
class LateReader {
  readonly #place: KeptPlace;
  #opening: Promise<KeptReader | null> | null = null;

  constructor(place: KeptPlace) {
    this.#place = place;
  }

  async recordsOf(ids: readonly string[]): ReturnType<KeptReader['recordsOf']> {
    this.#opening ??= openKeptDecisions(this.#place);
    const kept = await this.#opening;
    return kept === null ? new Map<string, never>() : await kept.recordsOf(ids);
  }

  async close(): Promise<void> {
    const kept = await this.#opening?.catch(() => null);
    await kept?.close();
  }
}
