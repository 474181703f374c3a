import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Whether a part was asked for; without `--only`, all were. */
  readonly wants: (part: string) => boolean;
  /** Few rounds and small directories: whether it works, not how fast. */
  readonly quick: boolean;
  /** Where the chart goes. */
  readonly chart: string | null;
  /** The document that gets the table between its markers. */
  readonly document: string | null;
}

export const parts = {
  page: 'a page of 200 users',
  Q1: '1,000 users, 8 scalar fields',
  Q2: 'devices of 1,000 users, 20 and 50 ms away, and by report',
  Q3: "groups, their members, the members' devices",
  Q4: '10,000 users page by page',
  Q5: 'Q2 while 200 calls a second are allowed',
  Q6: 'Q2 while 5 % of the calls fail',
  Q7: 'one user with all that hangs on it',
  Q8: 'requests a second',
  loop: 'event-loop delay during Q2 and Q3',
  memory: 'idle and peak memory',
  start: 'cold start',
  silent: 'one of four directories silent',
  identities: 'who is who over seven directories',
  growth: 'lists of 1,000 to 100,000 users',
  rules: 'all rules over snapshots of several sizes',
  sweep: 'whole sweeps',
  interactive: 'one user while everybody is swept',
} as const;

const usage = `npm run bench -- [options]

  --only PART,PART   only these: ${Object.keys(parts).join(', ')}
  --quick            few rounds, small directories
  --chart FILE       writes a chart as SVG
  --document FILE    writes the table into a document between its markers

${Object.entries(parts)
  .map(([name, what]) => `  ${name.padEnd(12)} ${what}`)
  .join('\n')}`;

/** @throws when a part is named that there is not; the message lists what there is. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      chart: { type: 'string' },
      document: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const only = (values.only ?? []).flatMap((list) => list.split(',')).map((name) => name.toLowerCase());
  const known = new Set(Object.keys(parts).map((name) => name.toLowerCase()));
  const strange = only.filter((name) => !known.has(name));
  if (values.help || strange.length > 0) {
    const wrong = strange.length > 0 ? `There is no part ${strange.join(', ')}.\n\n` : '';
    throw new UsageError(`${wrong}${usage}`);
  }
  return {
    wants: (part) => only.length === 0 || only.includes(part.toLowerCase()),
    quick: values.quick,
    chart: values.chart ?? null,
    document: values.document ?? null,
  };
}

/** Something to be read rather than a fault of the bench. */
export class UsageError extends Error {}
