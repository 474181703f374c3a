/** One way of doing the work of a question. Answers what it found. */
export type Way<T> = () => Promise<T>;

/** Another way's times beside the gateway's. */
export interface Beside {
  /** Median, in milliseconds. */
  readonly ms: number;
  /** The median of each round's ratio, gateway to this: the two of one round met the same neighbours on the machine. */
  readonly ratio: number;
}

export interface Compared<T, Name extends string> {
  /** Median, in milliseconds. */
  readonly gatewayMs: number;
  readonly others: Readonly<Record<Name, Beside>>;
  readonly found: T;
}

/** Times all ways in turn, each round beginning with another one; one round before is not counted. */
export async function compare<T, Name extends string>(
  gateway: Way<T>,
  others: Readonly<Record<Name, Way<unknown>>>,
  rounds: number,
): Promise<Compared<T, Name>> {
  const names = Object.keys(others) as Name[];
  let found: T = await gateway();
  for (const name of names) await others[name]();
  const gatewayMs: number[] = [];
  const otherMs = new Map<Name, number[]>(names.map((name) => [name, []]));
  const measures = [
    async () => {
      const measured: Timed<T> = await timed(gateway);
      gatewayMs.push(measured.ms);
      found = measured.result;
    },
    ...names.map((name) => async () => {
      otherMs.get(name)?.push((await timed(others[name])).ms);
    }),
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < measures.length; turn += 1) {
      await measures[(round + turn) % measures.length]?.();
    }
  }
  const beside = names.map((name): [Name, Beside] => {
    const ms = otherMs.get(name) ?? [];
    const ratios = gatewayMs.map((mine, round) => mine / (ms[round] ?? Number.NaN));
    return [name, { ms: median(ms), ratio: median(ratios) }];
  });
  return {
    gatewayMs: median(gatewayMs),
    others: Object.fromEntries(beside) as Record<Name, Beside>,
    found,
  };
}

export interface Timed<T> {
  readonly ms: number;
  readonly result: T;
}

export async function timed<T>(work: Way<T>): Promise<Timed<T>> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The value that so much of them do not exceed: 0.99 for the 99th percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
