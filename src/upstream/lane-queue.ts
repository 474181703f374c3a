import type { Lane } from './call.ts';
import { before, WaitingHeap, type Waiting } from './waiting-heap.ts';

export interface LaneEntry extends Waiting {
  readonly lane: Lane;
  readonly bucket: string | undefined;
}

/** Shares of the calls when all lanes wait: an interactive caller hardly notices a sweep, and a sweep never stands still. */
export const laneShares: Readonly<Record<Lane, number>> = { interactive: 16, automation: 4, bulk: 1 };

interface LaneState<T extends LaneEntry> {
  readonly lane: Lane;
  readonly stride: number;
  /** How far this lane has had its share; the lane that is furthest behind leaves next. */
  pass: number;
  /** By rate bucket, so that a call whose bucket is empty holds up nobody else. */
  readonly heaps: Map<string | undefined, WaitingHeap<T>>;
  size: number;
}

/** Whether a call of a lane may leave as far as a bucket is concerned. */
type BucketOpen = (bucket: string | undefined, lane: Lane) => boolean;

/** Who waits, in three lanes that share by weight; within a lane by priority, then first come first served. */
export class LaneQueue<T extends LaneEntry> {
  readonly #lanes: readonly LaneState<T>[] = (['interactive', 'automation', 'bulk'] as const).map((lane) => ({
    lane,
    stride: 1 / laneShares[lane],
    pass: 0,
    heaps: new Map(),
    size: 0,
  }));
  #reached = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(entry: T): void {
    const lane = this.#state(entry.lane);
    // A lane that was empty has no claim on the shares of that time.
    if (lane.size === 0) lane.pass = Math.max(lane.pass, this.#reached + lane.stride);
    let heap = lane.heaps.get(entry.bucket);
    if (heap === undefined) {
      heap = new WaitingHeap();
      lane.heaps.set(entry.bucket, heap);
    }
    heap.add(entry);
    lane.size += 1;
    this.#size += 1;
  }

  /** Takes an entry out; `false` when it does not wait here (any more). */
  remove(entry: T): boolean {
    const lane = this.#state(entry.lane);
    if (lane.heaps.get(entry.bucket)?.remove(entry) !== true) return false;
    lane.size -= 1;
    this.#size -= 1;
    return true;
  }

  /** Takes out who leaves next among those whose lane and bucket are open. */
  next(laneOpen: (lane: Lane) => boolean, bucketOpen: BucketOpen): T | undefined {
    let chosen: T | undefined;
    let from: LaneState<T> | undefined;
    for (const lane of this.#lanes) {
      if (lane.size === 0 || (from !== undefined && lane.pass >= from.pass) || !laneOpen(lane.lane)) continue;
      const first = firstOf(lane, bucketOpen);
      if (first === undefined) continue;
      chosen = first;
      from = lane;
    }
    if (chosen === undefined || from === undefined) return undefined;
    this.#reached = Math.max(this.#reached, from.pass);
    from.pass += from.stride;
    this.remove(chosen);
    return chosen;
  }

  /** The buckets that somebody waits for, and in which lane; `undefined` stands for calls that need the directory's rate only. */
  *waitingFor(laneOpen: (lane: Lane) => boolean): Generator<readonly [string | undefined, Lane]> {
    for (const { lane, size, heaps } of this.#lanes) {
      if (size === 0 || !laneOpen(lane)) continue;
      for (const [bucket, heap] of heaps) if (heap.size > 0) yield [bucket, lane];
    }
  }

  /** A copy of everybody who waits, in no order. */
  everybody(): T[] {
    return this.#lanes.flatMap((lane) => [...lane.heaps.values()].flatMap((heap) => [...heap.values()]));
  }

  #state(lane: Lane): LaneState<T> {
    const state = this.#lanes.find((each) => each.lane === lane);
    if (state === undefined)
      throw new TypeError(`expected a lane (interactive, automation, bulk), received ${lane}`);
    return state;
  }
}

function firstOf<T extends LaneEntry>(lane: LaneState<T>, bucketOpen: BucketOpen): T | undefined {
  let first: T | undefined;
  for (const [bucket, heap] of lane.heaps) {
    const candidate = heap.first;
    if (candidate === undefined || (first !== undefined && before(first, candidate))) continue;
    if (bucketOpen(bucket, lane.lane)) first = candidate;
  }
  return first;
}
