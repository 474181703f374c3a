import { can, type Caller } from '../access/caller.ts';
import { isConfined, knowsDirectory } from '../access/reach.ts';
import type { Directory } from '../directory/directory.ts';
import { messageOf, reasonOf } from '../directory/fact-of.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { SweptFindings } from '../findings/swept.ts';
import type { IdentityService } from '../identities/identity-service.ts';
import type { Permission } from '../model/permission.ts';
import { type Position, positionOf } from './cursor.ts';
import { entitlementColumns } from './entitlement.ts';
import { type ExportGap, exportCoverage } from './export-coverage.ts';
import { ExportError } from './export-error.ts';
import { type ExportPart, isRead, openParts } from './export-part.ts';
import { type ExportName, type ExportRequest, selectionOf } from './export-request.ts';
import { unknownWord } from './export-row.ts';
import { ExportSeats } from './export-seats.ts';
import { findingColumns, isAsked, type RecordsOf, seesFinding } from './finding-rows.ts';
import { areOf, HeldParts } from './held-parts.ts';
import { placed } from './placed-rows.ts';
import { userColumns, type Who } from './user-rows.ts';
import { type End, type Start, writeRows } from './write-rows.ts';

export interface ExportServiceOptions {
  readonly directories: readonly Directory[];
  readonly identities: IdentityService;
  readonly swept: SweptFindings;
  /** Left out: no history is kept. */
  readonly recordsOf?: RecordsOf;
  /** Exports at once; default 4, of one caller 2. */
  readonly most?: number;
  readonly mostOfOne?: number;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

/** An export that is about to be read. */
export interface OpenExport {
  /** To be read once; piece by piece, as fast as the reader takes them. */
  readonly text: AsyncIterable<string>;
  /** To be called when it was read, or will not be any more. */
  close(): void;
}

const permissions: Readonly<Record<ExportName, Permission>> = {
  findings: 'finding:read',
  users: 'directory:read',
  entitlements: 'directory:read',
};

const columns: Readonly<Record<ExportName, readonly string[]>> = {
  findings: findingColumns,
  users: userColumns,
  entitlements: entitlementColumns,
};

/** How long what a cut-off export stood on is kept, in milliseconds, and of how many of them. */
const holdForMs = 600_000;
const holdMost = 2;

/** Findings, accounts and entitlements as files, from the directories' snapshots. */
export class ExportService {
  readonly #options: ExportServiceOptions;
  readonly #seats: ExportSeats;
  readonly #held: HeldParts;

  constructor(options: ExportServiceOptions) {
    this.#options = options;
    this.#seats = new ExportSeats(options.most ?? 4, options.mostOfOne ?? 2);
    this.#held = new HeldParts({ most: holdMost, forMs: holdForMs, now: options.now ?? Date.now });
  }

  /**
   * Takes the snapshots that are missing, within the deadline of the scope; the rows come afterwards.
   * @throws {ExportError} when nothing can be exported: a mistake in the request, no permission, no directory that can be read, too
   *   many exports at once, or a snapshot that was renewed since the cursor was given.
   */
  async open(request: ExportRequest, caller: Caller, scope: RequestScope): Promise<OpenExport> {
    const directories = this.#chosen(request, caller);
    const position = request.after === null ? null : positionOf(request.after);
    if (position !== null && position.selection !== selectionOf(request))
      throw new ExportError(
        'BAD_REQUEST',
        'Expected in `after` a cursor of an export of the same rows; received one of others.',
      );
    const leave = this.#seats.take(caller.name);
    try {
      const parts = await this.#parts(request, directories, position, scope);
      const who = request.name === 'users' ? await this.#who(scope) : unknownWord('NOT_REQUESTED');
      const ended = { isTrue: false };
      const text = this.#write(request, caller, { parts, position, who }, ended);
      return {
        text,
        close: () => {
          if (!ended.isTrue) this.#held.hold(request.name, parts);
          leave();
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #chosen({ name, directory }: ExportRequest, caller: Caller): readonly Directory[] {
    const known = this.#options.directories.filter(
      ({ key }) => !isConfined(caller) || knowsDirectory(caller, key),
    );
    const chosen = directory === null ? known : known.filter(({ key }) => key === directory);
    if (directory !== null && chosen.length === 0) {
      const keys = known.map(({ key }) => `"${key}"`).join(', ');
      throw new ExportError(
        'BAD_REQUEST',
        `There is no directory "${directory.slice(0, 64)}". Configured: ${keys}.`,
      );
    }
    const permission = permissions[name];
    const permitted = chosen.filter(({ key }) => can(caller, permission, { directory: key }));
    if (permitted.length > 0) return permitted;
    throw new ExportError(
      'FORBIDDEN',
      `This export needs the permission "${permission}"; the caller does not have it there.`,
    );
  }

  async #parts(
    { name, acceptsRenewed }: ExportRequest,
    directories: readonly Directory[],
    position: Position | null,
    scope: RequestScope,
  ): Promise<readonly ExportPart[]> {
    const keys = directories.map(({ key }) => key);
    const held = position && this.#held.find(name, keys, position.directory, position.takenAt);
    const parts = held ?? (await openParts(directories, name, this.#options.swept, scope));
    const [first] = parts;
    if (first !== undefined && !isRead(first) && !parts.some(isRead)) throw unreadable(first.error);
    if (position !== null && !acceptsRenewed && !areOf(parts, position.directory, position.takenAt))
      throw new ExportError(
        'SNAPSHOT_CHANGED',
        'The snapshot that the cursor speaks of was renewed since: begin anew, or go on over the new one (`renewed=accept`), after which the export is never called complete.',
      );
    return parts;
  }

  async #who(scope: RequestScope): Promise<Who> {
    const { identities } = this.#options;
    try {
      await identities.refresh(scope);
      return await identities.takeIn();
    } catch {
      // The operators' links cannot be read: without them people may be mixed up.
      return unknownWord('UNREACHABLE');
    }
  }

  #write(
    request: ExportRequest,
    caller: Caller,
    from: { readonly parts: readonly ExportPart[]; readonly position: Position | null; readonly who: Who },
    ended: { isTrue: boolean },
  ): AsyncGenerator<string> {
    const { parts, position } = from;
    const isMixed =
      (position?.mixed ?? false) ||
      (position !== null && !areOf(parts, position.directory, position.takenAt));
    const missing = new Map<string, ExportGap>();
    if (typeof from.who === 'string' && request.name === 'users')
      missing.set('IDENTITIES', gapBeside('IDENTITIES'));
    const { recordsOf } = this.#options;
    const read: RecordsOf | null =
      recordsOf === undefined
        ? null
        : async (ids) => {
            try {
              return await recordsOf(ids);
            } catch (error) {
              missing.set('HISTORY', gapBeside('HISTORY'));
              throw error;
            }
          };
    const start: Start = {
      export: request.name,
      continued: position !== null,
      snapshots: parts
        .filter(isRead)
        .map(({ key, sweep }) => ({ directory: key, takenAt: sweep.takenAt.toISOString() })),
    };
    const end = (rows: number): End => {
      ended.isTrue = true;
      const asked = isAsked(request.findings);
      const byKey = new Map(parts.filter(isRead).map((part) => [part.key, part]));
      const coverage = exportCoverage(parts, caller, (finding) => {
        const part = byKey.get(finding.subject.directory);
        return part !== undefined && asked(finding) && seesFinding(caller, finding, part);
      });
      return {
        rows,
        rowsInAll: rows + (position?.rows ?? 0),
        complete: coverage.complete && missing.size === 0 && !isMixed,
        mixed: isMixed,
        coverage: { ...coverage, gaps: [...coverage.gaps, ...missing.values()] },
      };
    };
    const rows = placed(request, caller, { ...from, isMixed, recordsOf: read });
    return writeRows(request.format, columns[request.name], start, rows, end);
  }
}

/** What belongs to no directory, and could not be read. */
function gapBeside(what: string): ExportGap {
  return { directory: '*', what, reason: 'UNREACHABLE', count: null };
}

function unreadable(error: unknown): ExportError {
  // Throws on what is a fault of our own.
  reasonOf(error);
  return new ExportError('DIRECTORY_UNREADABLE', messageOf(error), error);
}
