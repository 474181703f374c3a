/** One way of doing the work of a question. Answers what it found. */
export type Way<T> = () => Promise<T>;

export interface Compared<T> {
  /** Medians, in milliseconds. */
  readonly loopMs: number;
  readonly gatewayMs: number;
  /** The median of each round's ratio: the two of one round met the same neighbours on the machine. */
  readonly ratio: number;
  readonly found: T;
}

/** Times both ways in turn, the first by turns too; one round before is not counted. */
export async function compare<T>(loop: Way<unknown>, gateway: Way<T>, rounds: number): Promise<Compared<T>> {
  await loop();
  let found: T = await gateway();
  const loopMs: number[] = [];
  const gatewayMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) loopMs.push((await timed(loop)).ms);
    const measured: Timed<T> = await timed(gateway);
    gatewayMs.push(measured.ms);
    found = measured.result;
    if (round % 2 === 1) loopMs.push((await timed(loop)).ms);
  }
  const ratios = gatewayMs.map((ms, round) => ms / (loopMs[round] ?? Number.NaN));
  return { loopMs: median(loopMs), gatewayMs: median(gatewayMs), ratio: median(ratios), found };
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
