import * as z from 'zod';
import { countsOf, snapshotFormat } from '../directory/snapshot/snapshot-codec.ts';
import type { SnapshotKey } from '../directory/snapshot/snapshot-store.ts';
import { DamagedSnapshot } from '../directory/snapshot/snapshot-value-reader.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';

/** A snapshot that is good in itself, or not ours to judge: it is left where it is. The message says why it is not used. */
export class LeftSnapshot extends Error {
  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.name = 'LeftSnapshot';
  }
}

/** Clocks differ by as much where others than this machine wrote it, in milliseconds. */
const mostAheadMs = 300_000;

/** What every version has in its first line. */
const AnyHeader = z.object({ rollcall: z.literal('snapshot'), format: z.number(), version: z.string() });

/** The first line: what the file is. */
const Header = z.strictObject({
  ...AnyHeader.shape,
  directory: z.string(),
  kind: z.string(),
  externalId: z.string(),
  takenAt: z.iso.datetime(),
  /** Rows and entries of each part. */
  counts: z.record(z.string(), z.number()),
});
type Header = z.infer<typeof Header>;

const Trailer = z.strictObject({
  /** Lines before it, the first one too. */
  lines: z.number(),
  /** Of everything before it. */
  sha256: z.string(),
});
type Trailer = z.infer<typeof Trailer>;

export function headerLine(key: SnapshotKey, version: string, sweep: Sweep): string {
  const header: Header = {
    rollcall: 'snapshot',
    format: snapshotFormat,
    version,
    directory: key.directory,
    kind: key.kind,
    externalId: key.externalId,
    takenAt: sweep.takenAt.toISOString(),
    counts: countsOf(sweep),
  };
  return JSON.stringify(header);
}

/**
 * The header, if the file is what is looked for.
 * @throws {LeftSnapshot} when another version wrote it, or it was taken later than now.
 * @throws {DamagedSnapshot} when it is something else, or of another tenant.
 */
export function readHeader(
  line: string,
  key: SnapshotKey,
  version: string,
  now: number = Date.now(),
): Header {
  const any = AnyHeader.safeParse(parsed(line));
  if (!any.success) throw new DamagedSnapshot('a snapshot', 'something else in its first line');
  if (any.data.format !== snapshotFormat || any.data.version !== version) {
    throw new LeftSnapshot(
      `format ${snapshotFormat} of version ${version}`,
      `format ${any.data.format} of version ${any.data.version}`,
    );
  }
  const header = Header.safeParse(parsed(line));
  if (!header.success) throw new DamagedSnapshot('a header of this version', 'another one');
  const { directory, kind, externalId, takenAt } = header.data;
  if (directory !== key.directory || kind !== key.kind || externalId !== key.externalId) {
    throw new DamagedSnapshot(
      `one of "${key.directory}" (${key.kind} ${key.externalId})`,
      `one of "${directory}" (${kind} ${externalId})`,
    );
  }
  // It would count as fresh until then, and nothing be read that was changed since.
  if (Date.parse(takenAt) > now + mostAheadMs) {
    throw new LeftSnapshot('one that was taken before now', `one of ${takenAt}`);
  }
  return header.data;
}

export function trailerLine(trailer: Trailer): string {
  return JSON.stringify(trailer);
}

/** @throws {DamagedSnapshot} */
export function checkTrailer(line: string, expected: Trailer): void {
  const trailer = Trailer.safeParse(parsed(line));
  if (!trailer.success) throw new DamagedSnapshot('a last line with a checksum', 'something else');
  const { lines, sha256 } = trailer.data;
  if (lines !== expected.lines) throw new DamagedSnapshot(`${lines} lines`, `${expected.lines}`);
  if (sha256 !== expected.sha256) {
    throw new DamagedSnapshot(`content with SHA-256 ${sha256}`, expected.sha256);
  }
}

/** What JSON's own error would quote may be about people. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
