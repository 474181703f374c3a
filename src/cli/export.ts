import type { Writable } from 'node:stream';
import { localCaller } from '../access/caller.ts';
import type { GatewayConfig } from '../config.ts';
import { didYouMean } from '../config/neighbour.ts';
import { exportScope } from '../exports/answer-export.ts';
import { ExportError } from '../exports/export-error.ts';
import { exportFormats, exportNames, type ExportRequest } from '../exports/export-request.ts';
import { ExportService } from '../exports/export-service.ts';
import { readSelection } from '../exports/read-request.ts';
import { exportDecisions } from './export-decisions.ts';
import { keptPlace } from './kept-decisions.ts';
import { openOneLook, untilInterrupted } from './one-look.ts';
import type { Output } from './output.ts';
import { checkTarget, writeText } from './output-file.ts';
import { CommandUsageError, parseOptions, sentences } from './usage-error.ts';
import { whatIsKept } from './what-is-kept.ts';

export const exportUsage = `rollcall export: findings, users or entitlements of the configured directories, as a file for reviews

  rollcall export findings        what is wrong, or could not be decided
  rollcall export users           every account: identity, status, last sign-on, second factor, groups, roles
  rollcall export entitlements    who has what, how and where: a row for each grant
  rollcall export decisions       accepted findings and links of accounts, for \`--decisions\`; no directory is read

  --format FORMAT     jsonl (default) or csv; decisions: jsonl
  --decisions FILE    accepted findings and links of accounts out of this file, which a running gateway gives at
                      /exports/decisions.jsonl; left out: out of the gateway's database
  --directory KEY     only this directory
  --output FILE       the file to write, readable for you alone; left out: the standard output
  --force             write over FILE where it is there already
  --after CURSOR      go on after the row with this cursor, over the same snapshot
  --accept-renewed    go on also over a newer snapshot; the export is never called complete then
  --config FILE       rollcall.yaml with one or several directories
  --data-dir DIR      where the gateway keeps its files (default .rollcall); with DATABASE_URL that database counts

Directories are read anew; with --after, the snapshots that were saved last are used. The last line says whether anything is missing:
a file without it was cut off. Exit code 0, 1 when nothing could be exported or something is missing, 2 for a mistake.`;

const exitIncomplete = 1;

/** `rollcall export ...`. @param data gets the export and nothing else. @throws {CommandUsageError} */
export async function runExport(
  argv: readonly string[],
  config: GatewayConfig,
  output: Output,
  data: Writable = process.stdout,
): Promise<number> {
  if (argv[0] === 'decisions') return await exportDecisions(argv.slice(1), keptPlace(config), data);
  const { request, decisions, path, force } = readArguments(argv);
  await checkTarget({ path, force });
  const kept = await whatIsKept(request.name, decisions, config, output);
  const left = untilInterrupted();
  const look = await openOneLook(config, output, kept.links, request.after !== null);
  const service = new ExportService({ ...look, ...kept.history, pace: null });
  try {
    const opened = await service.open(request, localCaller, exportScope(left.signal));
    try {
      const seen = new LastLine();
      await writeText(seen.watch(opened.text), { path, force, data, signal: left.signal });
      if (seen.isComplete) return 0;
      output.error('The export is not complete; its last line says what could not be read.');
      return exitIncomplete;
    } finally {
      opened.close();
    }
  } catch (error) {
    if (left.signal.aborted) return exitIncomplete;
    if (!(error instanceof ExportError)) throw error;
    if (error.code === 'BAD_REQUEST') throw new CommandUsageError(error.message, { cause: error });
    output.error(error.message.replace('`renewed=accept`', '--accept-renewed'));
    return exitIncomplete;
  } finally {
    left.abort();
    await look.close();
    await kept.close();
  }
}

/** Looks at what the end of an export says of itself, in either format. */
class LastLine {
  #tail = '';

  async *watch(text: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const piece of text) {
      this.#tail = piece;
      yield piece;
    }
  }

  get isComplete(): boolean {
    const line = this.#tail.trimEnd().split('\n').at(-1) ?? '';
    return /^\{"type":"end",[^{]*"complete":true/.test(line) || /^#end,[^"]*,complete=true,/.test(line);
  }
}

interface Arguments {
  readonly request: ExportRequest;
  readonly decisions: string | null;
  readonly path: string | null;
  readonly force: boolean;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [what, ...more] = positionals;
  const name = exportNames.find((each) => each === what);
  const known = [...exportNames, 'decisions'];
  if (name === undefined || more.length > 0)
    throw new CommandUsageError(
      sentences(
        `Expected one of ${known.join(', ')}; received "${positionals.join(' ').slice(0, 40)}".`,
        didYouMean(what ?? '', more.length > 0 ? [] : known).hint,
        'See rollcall export --help.',
      ),
    );
  const format = exportFormats.find((each) => each === values.format);
  if (format === undefined)
    throw new CommandUsageError(`Expected --format jsonl or csv; received "${values.format.slice(0, 40)}".`);
  return {
    request: {
      name,
      format,
      directory: values.directory ?? null,
      after: values.after ?? null,
      acceptsRenewed: values['accept-renewed'],
      findings: readSelection([], [], null),
    },
    decisions: values.decisions ?? null,
    path: values.output ?? null,
    force: values.force,
  };
}

function parse(argv: readonly string[]) {
  return parseOptions(
    {
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'jsonl' },
        directory: { type: 'string' },
        decisions: { type: 'string' },
        output: { type: 'string' },
        force: { type: 'boolean', default: false },
        after: { type: 'string' },
        'accept-renewed': { type: 'boolean', default: false },
      },
    },
    'rollcall export',
  );
}
