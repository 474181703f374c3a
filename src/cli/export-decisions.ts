import type { Writable } from 'node:stream';
import { localCaller } from '../access/caller.ts';
import { decisionLines, type DecisionSource } from '../exports/decision-rows.ts';
import type { KeptPlace } from '../store/read-kept.ts';
import { openKeptDecisions } from './kept-decisions.ts';
import { checkTarget, writeText } from './output-file.ts';
import { CommandUsageError, parseOptions } from './usage-error.ts';

/** `rollcall export decisions ...`, of the database alone. @throws {CommandUsageError} @throws {StoreError} */
export async function exportDecisions(
  argv: readonly string[],
  place: KeptPlace,
  data: Writable,
): Promise<number> {
  const { output = null, force, format } = parse(argv);
  if (format !== 'jsonl')
    throw new CommandUsageError(
      `Decisions are lines of JSON, for programs: expected --format jsonl; received "${format.slice(0, 40)}".`,
    );
  await checkTarget({ path: output, force });
  const takenAt = new Date();
  const source = await sourceIn(place);
  const { signal } = new AbortController();
  await writeText(decisionLines(source, localCaller, takenAt), { path: output, force, data, signal });
  return 0;
}

/** All of it, read at once: whoever reads the output may take hours, and no gateway has to wait for that. */
async function sourceIn(place: KeptPlace): Promise<DecisionSource> {
  const kept = await openKeptDecisions(place);
  try {
    const accepted = kept === null ? [] : await kept.accepted();
    const links = kept === null ? [] : await kept.links();
    const rows = accepted.map((row) => ({ row, cursor: row.id }));
    return {
      findings: { list: () => Promise.resolve({ rows, hasNextPage: false }) },
      links: { list: () => Promise.resolve(links) },
    };
  } finally {
    await kept?.close();
  }
}

function parse(argv: readonly string[]) {
  return parseOptions(
    {
      args: [...argv],
      options: {
        format: { type: 'string', default: 'jsonl' },
        output: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    },
    'rollcall export',
  ).values;
}
