import { RawConnection } from './raw-connection.ts';

/** What a server stood under a steady load. */
export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Answers that were not what was expected. */
  readonly wrong: number;
}

export interface LoadOptions {
  readonly origin: string;
  readonly path: string;
  /** Each connection sends its next request when it has the answer of the one before. */
  readonly connections: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the n-th request. */
  readonly body: (n: number) => string;
  /** What every right answer begins with. */
  readonly expect: string;
}

/** Asks as fast as so many callers can who wait for their answers. */
export async function load(options: LoadOptions): Promise<Load> {
  const { connections, headers, path } = options;
  const expected = Buffer.from(options.expect);
  const opened = await Promise.all(
    Array.from({ length: connections }, () => RawConnection.open(options.origin, path, headers)),
  );
  const took: number[] = [];
  let [sent, wrong] = [0, 0];
  const beganAt = performance.now();
  const until = beganAt + options.seconds * 1_000;
  const caller = async (connection: RawConnection): Promise<void> => {
    for (let now = performance.now(); now < until;) {
      const { status, body } = await connection.post(options.body((sent += 1)));
      if (status !== 200 || !body.subarray(0, expected.length).equals(expected)) wrong += 1;
      const then = performance.now();
      took.push(then - now);
      now = then;
    }
  };
  await Promise.all(opened.map(caller));
  const seconds = (performance.now() - beganAt) / 1_000;
  for (const connection of opened) connection.close();
  const sorted = Float64Array.from(took).toSorted();
  return {
    perSecond: took.length / seconds,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    wrong,
  };
}
