import { can, type Caller } from '../access/caller.ts';
import { isConfined, knowsDirectory } from '../access/reach.ts';
import { type SeatLimits, Seats } from '../access/seats.ts';
import { mayStayOpen } from '../access/still-good.ts';
import type { Directory } from '../directory/directory.ts';
import { messageOf, reasonOf } from '../directory/fact-of.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import type { SweptFindings } from '../findings/swept.ts';
import type { IdentityService } from '../identities/identity-service.ts';
import type { Permission } from '../model/permission.ts';
import { type Clock, systemClock } from '../upstream/clock.ts';
import { type Position, positionOf } from './cursor.ts';
import { decisionLines, type DecisionSource, seesDecisions } from './decision-rows.ts';
import type { AcceptedRisks } from './decisions.ts';
import { entitlementColumns } from './entitlement.ts';
import { type ExportGap, exportCoverage, wasEvaluated } from './export-coverage.ts';
import { ExportError } from './export-error.ts';
import { type ExportPart, isRead, openParts } from './export-part.ts';
import { type ExportFormat, type ExportName, type ExportRequest, selectionOf } from './export-request.ts';
import { unknownWord } from './export-row.ts';
import type { RecordsOf } from './finding-history-cells.ts';
import { findingColumns, seesFinding } from './finding-rows.ts';
import { isSelected } from '../findings/selection.ts';
import { areOf, HeldParts } from './held-parts.ts';
import { defaultPace, paced, type ReaderPace } from './reader-pace.ts';
import { placed } from './placed-rows.ts';
import { userColumns, type Who } from './user-rows.ts';
import { type CutOff, cutOffLine, type End, type Start, writeRows } from './write-rows.ts';

export interface ExportServiceOptions {
  readonly directories: readonly Directory[];
  readonly identities: IdentityService;
  readonly swept: SweptFindings;
  /** Left out: no history is kept. */
  readonly recordsOf?: RecordsOf;
  /**
   * Without `recordsOf`: what is known of acceptances all the same. Where they are a part of all only, so are the links behind
   * `identities`.
   */
  readonly accepted?: AcceptedRisks;
  /** Left out: there is no export of decisions. */
  readonly decisions?: DecisionSource;
  /** Exports at once; default 4, of one caller 2. */
  readonly most?: number;
  readonly mostOfOne?: number;
  /** Whether a caller's credential is still good: an export ends where it is not. Default: it always is. May throw. */
  readonly stillGood?: (caller: Caller) => boolean;
  /** How slow a reader may be; default `defaultPace`, null: as slow as it likes. */
  readonly pace?: ReaderPace | null;
  /** What the pace is measured by; for tests. */
  readonly clock?: Pick<Clock, 'after'>;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

/** An export that is about to be read. */
export interface OpenExport {
  /** To be read once; piece by piece, as fast as the reader takes them. */
  readonly text: AsyncIterable<string>;
  /** Aborted when the reader is too slow: its seat is free again, and no more of the text is to come. The reason says so in words. */
  readonly tooSlow: AbortSignal;
  /** What is to be sent last to a reader that was too slow, in the format of the text. */
  lastWords(): string;
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
  readonly #seats: Seats;
  readonly #held: HeldParts;

  constructor(options: ExportServiceOptions) {
    this.#options = options;
    this.#seats = new Seats({ perCaller: options.mostOfOne ?? 2, inAll: options.most ?? 4 }, tooMany);
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
      refuseRulesOff(request, parts);
      const who = request.name === 'users' ? await this.#who(scope) : unknownWord('NOT_REQUESTED');
      const ended = { isTrue: false };
      const text = this.#write(request, caller, { parts, position, who }, ended);
      const close = (): void => {
        if (!ended.isTrue) this.#held.hold(request.name, parts);
        leave();
      };
      return this.#paced(text, request.format, columns[request.name], close);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /**
   * What people decided, as far as the caller may read it; null: it is kept nowhere.
   * @throws {ExportError} when the caller may read nothing of it, or has too many exports at once.
   */
  openDecisions(caller: Caller): OpenExport | null {
    const { decisions, now = Date.now } = this.#options;
    if (decisions === undefined) return null;
    if (!seesDecisions(caller))
      throw new ExportError(
        'FORBIDDEN',
        'This export needs the permission "finding:read" or "directory:read"; the caller has neither.',
      );
    const leave = this.#seats.take(caller.name);
    const lines = decisionLines(decisions, caller, new Date(now()), () => this.#cutOff(caller));
    return this.#paced(lines, 'jsonl', [], leave);
  }

  #paced(
    text: AsyncIterable<string>,
    format: ExportFormat,
    names: readonly string[],
    close: () => void,
  ): OpenExport {
    const { pace = defaultPace, clock = systemClock } = this.#options;
    return paced(text, pace, { clock, close, cutOff: (why) => cutOffLine(format, names, why) });
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
    const held = position && this.#held.find(name, keys, position);
    const parts = held ?? (await openParts(directories, name, this.#options.swept, scope));
    const [first] = parts;
    if (first !== undefined && !isRead(first) && !parts.some(isRead)) throw unreadable(first.error);
    if (position !== null && !acceptsRenewed && !areOf(parts, position))
      throw new ExportError(
        'SNAPSHOT_CHANGED',
        'What the cursor speaks of was read anew or changed since: begin anew, or go on over the new one (`renewed=accept`), after which the export is never called complete.',
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
      return unknownWord(this.#whyUnknown);
    }
  }

  #write(
    request: ExportRequest,
    caller: Caller,
    from: { readonly parts: readonly ExportPart[]; readonly position: Position | null; readonly who: Who },
    ended: { isTrue: boolean },
  ): AsyncGenerator<string> {
    const { parts, position } = from;
    const isMixed = (position?.mixed ?? false) || (position !== null && !areOf(parts, position));
    const missing = new Map<string, ExportGap>();
    const { recordsOf, accepted = null } = this.#options;
    if (typeof from.who === 'string' && request.name === 'users')
      missing.set('IDENTITIES', gapBeside('IDENTITIES', this.#whyUnknown));
    if (accepted?.complete === false && request.name === 'findings')
      missing.set('HISTORY', gapBeside('HISTORY', this.#whyUnknown));
    if (position?.lacking === true) missing.set('EARLIER_ROWS', gapBeside('EARLIER_ROWS'));
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
      const asked = isSelected(request.findings);
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
    const rows = placed(request, caller, {
      ...from,
      isMixed,
      isLacking: () => missing.size > 0,
      recordsOf: read,
      accepted,
    });
    return writeRows(request.format, columns[request.name], start, rows, end, () => this.#cutOff(caller));
  }

  /** Why what people decided is not all known, where it is not. */
  get #whyUnknown(): 'NOT_PERMITTED' | 'UNREACHABLE' {
    return this.#options.accepted?.complete === false ? 'NOT_PERMITTED' : 'UNREACHABLE';
  }

  #cutOff(caller: Caller): CutOff | null {
    const { stillGood, now } = this.#options;
    try {
      const isGood = mayStayOpen(caller, stillGood ?? (() => true), new Date(now?.() ?? Date.now()));
      return isGood ? null : noLongerGood;
    } catch {
      return notKnown;
    }
  }
}

const noLongerGood: CutOff = {
  code: 'UNAUTHENTICATED',
  message:
    'The API key or token that this was asked for with is no longer good: it was revoked, or has come to its end. Go on after the last row with another one.',
};

const notKnown: CutOff = {
  code: 'AUTH_UNAVAILABLE',
  message:
    'Whether the API key that this was asked for with is still good cannot be found out now. Go on after the last row in a moment.',
};

/** A file without a row would look like one of a rule that found nothing. */
function refuseRulesOff({ findings: { rules } }: ExportRequest, parts: readonly ExportPart[]): void {
  const evaluated = parts.flatMap((part) => (isRead(part) ? (part.findings ?? []) : []));
  const off = rules?.find((id) => !evaluated.every((findings) => wasEvaluated(id, findings)));
  if (off === undefined) return;
  throw new ExportError(
    'BAD_REQUEST',
    `The rule "${off}" is off in the settings of this gateway, and is not evaluated. Leave it out, or have the operator switch it on.`,
  );
}

/** Each keeps a snapshot in memory for as long as its reader takes. */
function tooMany({ perCaller, inAll }: SeatLimits): ExportError {
  return new ExportError(
    'TOO_MANY_EXPORTS',
    `Of exports, ${perCaller} of one caller and ${inAll} in all may be under way; read one to its end first.`,
  );
}

/** What belongs to no directory, or to an earlier part, and could not be read. */
function gapBeside(what: string, reason: ExportGap['reason'] = 'UNREACHABLE'): ExportGap {
  return { directory: '*', what, reason, count: null };
}

function unreadable(error: unknown): ExportError {
  // Throws on what is a fault of our own.
  reasonOf(error);
  return new ExportError('DIRECTORY_UNREADABLE', messageOf(error), error);
}
