import { open } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chainStart, type LedgerRecord, verifyChain } from '../actions/ledger-chain.ts';
import type { LedgerVerification } from '../actions/ledger.ts';
import { didYouMean } from '../config/neighbour.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { StoreError } from '../store/store-error.ts';
import type { Output } from './output.ts';
import { sentences } from './usage-error.ts';

export const ledgerUsage = `rollcall ledger: what was changed, and whether anybody touched the record of it

  rollcall ledger verify          checks every record; exit code 1 when one was changed, and which
  rollcall ledger verify FILE     the same for an export, without the database; exit code 1 when it has no records
  rollcall ledger export          every record as a line of JSON, oldest first`;

/** Where the gateway keeps its ledger. */
export interface LedgerPlace {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
}

const exitBroken = 1;
const exitUsage = 2;

/**
 * `rollcall ledger ...`. `data` gets the export and nothing else.
 *
 * @returns the exit code: 0, 1 for a ledger that is broken or cannot be read, 2 for a mistake on the command line.
 */
export async function ledger(
  argv: readonly string[],
  place: LedgerPlace,
  output: Output,
  data: Writable = process.stdout,
): Promise<number> {
  const [command, file, ...more] = argv;
  try {
    if (command === 'verify' && more.length === 0) {
      return file === undefined
        ? await withStore(place, async (store) =>
            report(await store.ledger.verify(), await endOf(store), output),
          )
        : await verifyExport(file, output);
    }
    if (command === 'export' && file === undefined) {
      return await withStore(place, async (store) => await writeRecords(store, data));
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    output.error(error.message);
    if (error.message.includes('is in use'))
      output.error(
        'A running gateway checks its own ledger: ask it for { ledgerVerification { intact message } }.',
      );
    return exitBroken;
  }
  output.error(wrongCommand(argv));
  return exitUsage;
}

function wrongCommand(argv: readonly string[]): string {
  const [command = ''] = argv;
  const known = ['verify', 'export'];
  const { hint } = known.includes(command) ? {} : didYouMean(command, known);
  const received = `Expected rollcall ledger verify, verify FILE, or export; received "${argv.join(' ').slice(0, 40)}".`;
  return sentences(received, hint, 'See rollcall ledger --help.');
}

async function withStore(
  { databaseUrl, dataDirectory }: LedgerPlace,
  work: (store: Store<unknown>) => Promise<number>,
): Promise<number> {
  const store = await openStore({ url: databaseUrl, directory: dataDirectory, create: false });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function endOf(store: Store<unknown>): Promise<string> {
  const head = await store.database.selectFrom('ledger_head').select('hash').executeTakeFirst();
  return head?.hash ?? chainStart;
}

/** The hash is told so that it can be kept elsewhere: it is what a wholly rewritten ledger could not have. */
function report(verdict: LedgerVerification, lastHash: string, output: Output): number {
  if (verdict.intact) {
    const records = verdict.records === 1 ? '1 record' : `${verdict.records} records`;
    output.line(`The ledger is intact: ${records}. Hash of the last: ${lastHash}`);
    return 0;
  }
  output.error(`The ledger is broken at record ${verdict.brokenAt}: ${verdict.message}.`);
  return exitBroken;
}

async function writeRecords(store: Store<unknown>, data: Writable): Promise<number> {
  try {
    await pipeline(Readable.from(lines(store.records())), data, { end: data !== process.stdout });
    return 0;
  } catch (error) {
    // Whoever read it has seen enough (`rollcall ledger export | head`).
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0;
    throw error;
  }
}

async function* lines(records: AsyncIterable<LedgerRecord>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

async function verifyExport(file: string, output: Output): Promise<number> {
  let end = { hash: chainStart, sequence: 0 };
  for await (const line of await linesOf(file)) {
    const verdict = verifyLine(line, end);
    if ('hash' in verdict) end = verdict;
    else return report(verdict, end.hash, output);
  }
  if (end.sequence === 0) {
    output.error('No records: there is nothing to verify. Is this the file of an export?');
    return exitBroken;
  }
  return report({ intact: true, records: end.sequence }, end.hash, output);
}

async function linesOf(path: string): Promise<AsyncIterable<string>> {
  try {
    return (await open(path)).readLines();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StoreError(`The export cannot be read: ${problem}.`, { cause: error });
  }
}

/** The record of a line, which is the new end; or what is wrong with it. */
function verifyLine(
  line: string,
  end: Pick<LedgerRecord, 'hash' | 'sequence'>,
): LedgerRecord | LedgerVerification {
  let record: LedgerRecord;
  try {
    record = JSON.parse(line) as LedgerRecord;
    const verdict = verifyChain([record], end);
    return verdict.intact ? record : verdict;
  } catch {
    const message = 'expected a record as a line of JSON';
    return { intact: false, records: end.sequence, brokenAt: end.sequence + 1, message };
  }
}
