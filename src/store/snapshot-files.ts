import type { Logger } from 'pino';
import type { SnapshotKey, SnapshotStore } from '../directory/snapshot/snapshot-store.ts';
import { DamagedSnapshot } from '../directory/snapshot/snapshot-value-reader.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { readSnapshot } from './read-snapshot.ts';
import { LeftSnapshot } from './snapshot-header.ts';
import { type SnapshotPlace, snapshotPlace } from './snapshot-place.ts';
import { writeSnapshot } from './write-snapshot.ts';

interface SnapshotFileOptions {
  /** `ROLLCALL_DATA_DIR`: the files are in its folder `snapshots`, which is made when the first one is saved. */
  readonly directory: string;
  /** Of the gateway: what another version has written is not read. */
  readonly version: string;
  readonly log: Pick<Logger, 'warn' | 'debug'>;
}

/** Snapshots as files, one for each directory. Nothing is read or written before the first call. */
export function openSnapshotFiles(options: SnapshotFileOptions): SnapshotStore {
  return new SnapshotFiles(options);
}

/**
 * A file is either whole or not there: it is written beside its place, and then put there. Two gateways over one folder each put
 * theirs there; the last one stays. The files hold personal data, and are for the account only that the gateway runs under.
 */
class SnapshotFiles implements SnapshotStore {
  readonly #options: SnapshotFileOptions;
  /** The last save of each file: they do not overtake each other. */
  readonly #saving = new Map<string, Promise<void>>();
  /** What was last said of a file that cannot be saved: it is said once, and not every minute. */
  readonly #said = new Map<string, string>();

  constructor(options: SnapshotFileOptions) {
    this.#options = options;
  }

  async load(key: SnapshotKey): Promise<Sweep | null> {
    const { log, version } = this.#options;
    const place = snapshotPlace(this.#options.directory, key.directory);
    await this.#saving.get(place.path);
    const began = performance.now();
    try {
      const sweep = await readSnapshot(place, key, version);
      if (sweep !== null) {
        const ms = Math.round(performance.now() - began);
        log.debug({ directory: key.directory, users: sweep.users.rows.length, ms }, 'Snapshot loaded.');
      }
      return sweep;
    } catch (error) {
      log.warn({ directory: key.directory, file: place.path }, whyNotUsed(place, error));
      return null;
    }
  }

  async save(key: SnapshotKey, sweep: Sweep): Promise<void> {
    const place = snapshotPlace(this.#options.directory, key.directory);
    const before = this.#saving.get(place.path);
    const own = (before ?? Promise.resolve()).then(() => this.#save(place, key, sweep));
    this.#saving.set(place.path, own);
    await own;
    if (this.#saving.get(place.path) === own) this.#saving.delete(place.path);
  }

  async #save(place: SnapshotPlace, key: SnapshotKey, sweep: Sweep): Promise<void> {
    const { log, version } = this.#options;
    const began = performance.now();
    try {
      const bytes = await writeSnapshot(place, key, version, sweep);
      const ms = Math.round(performance.now() - began);
      log.debug({ directory: key.directory, users: sweep.users.rows.length, bytes, ms }, 'Snapshot saved.');
      this.#said.delete(place.path);
    } catch (error) {
      const message = `The snapshot of "${key.directory}" could not be saved to ${place.path}: ${messageOf(error)}. The one before stays, if there is one; the gateway goes on, and tries again after the next change. Check that there is space, and that the gateway may write there.`;
      if (this.#said.get(place.path) === message) return;
      this.#said.set(place.path, message);
      log.warn({ directory: key.directory, file: place.path }, message);
    }
  }
}

function whyNotUsed({ path }: SnapshotPlace, error: unknown): string {
  const next = 'A sweep will be taken instead, and saved in its place.';
  if (error instanceof LeftSnapshot) return `The snapshot ${path} is not used: ${error.message}. ${next}`;
  if (error instanceof DamagedSnapshot) {
    return `The snapshot ${path} is damaged and was removed: ${error.message}. ${next}`;
  }
  return `The snapshot ${path} could not be read: ${messageOf(error)}. ${next}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
