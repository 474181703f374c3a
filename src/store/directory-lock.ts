import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StoreInUseError } from './store-error.ts';

/** The right of this process to the embedded database of a folder. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const beatMs = 10_000;
/** A machine that has not touched its lock for so long has gone. */
const silentMs = 6 * beatMs;

/**
 * Takes the folder for this process. The embedded database is one process's alone: two would destroy its files. A lock
 * whose process has ended is taken over; of a process on another machine (or in another container) nothing is known but
 * that it touches its lock every ten seconds.
 *
 * @throws {StoreInUseError} when another process has it.
 */
export async function lockDirectory(folder: string): Promise<DirectoryLock> {
  const path = join(folder, 'gateway.lock');
  const mine = JSON.stringify({
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    id: randomUUID(),
  });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await created(path, mine)) return keep(path, mine);
    const found = await readIfThere(path);
    if (found === null) continue;
    const holder = await holderOf(found, path);
    if (holder !== null) throw inUse(folder, path, holder);
    await setAside(path, found);
  }
  throw inUse(folder, path, null);
}

/** Complete from its first moment: nobody sees it half written. */
async function created(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a stale lock away, and puts it back when somebody else had taken over meanwhile. */
async function setAside(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(aside)) !== stale) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function keep(path: string, mine: string): DirectoryLock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, beatMs).unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readIfThere(path)) === mine) await rm(path, { force: true });
    },
  };
}

/** Who holds the lock, for an error text; null when that process has ended. */
async function holderOf(content: string, path: string): Promise<string | null> {
  const { pid, started, host } = parse(content);
  if (pid === null) return null;
  if (host !== null && host !== hostname()) {
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return Date.now() - touched < silentMs ? `process ${pid} on ${host}` : null;
  }
  if (!isAlive(pid)) return null;
  // Ids are used again, in a container at every start: the moment of the start tells them apart.
  const startedNow = startOf(pid);
  return started !== null && startedNow !== null && started !== startedNow ? null : `process ${pid}`;
}

interface Holder {
  readonly pid: number | null;
  readonly started: string | null;
  readonly host: string | null;
}

function parse(content: string): Holder {
  try {
    const { pid, started, host } = JSON.parse(content) as Readonly<Record<keyof Holder, unknown>>;
    return {
      pid: typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 ? pid : null,
      started: typeof started === 'string' ? started : null,
      host: typeof host === 'string' ? host : null,
    };
  } catch {
    return { pid: null, started: null, host: null };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: there, and not ours to signal.
    return codeOf(error) === 'EPERM';
  }
}

/** When a process began, as the machine tells it (Linux: field 22 of `stat`, and which boot); null where it does not. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const ticks = fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function inUse(folder: string, path: string, holder: string | null): StoreInUseError {
  const who = holder === null ? 'another gateway' : `another gateway (${holder})`;
  return new StoreInUseError({
    folder,
    who,
    wayOut: `Stop it, or set DATABASE_URL to a PostgreSQL that gateways can share, or choose another ROLLCALL_DATA_DIR. If nothing runs there, remove ${path}.`,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
