import { randomUUID } from 'node:crypto';
import type { Authenticator } from '../access/authenticate.ts';
import { AuthenticationError } from '../access/authentication-error.ts';
import type { Caller } from '../access/caller.ts';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { CostMeter } from '../directory/cost-meter.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { ExportError } from './export-error.ts';
import type { ExportFormat } from './export-request.ts';
import type { ExportService, OpenExport } from './export-service.ts';
import { readExportRequest } from './read-request.ts';
import { contentTypes } from './write-rows.ts';

/** A request for an export, as far as it matters here. */
export interface ExportAsked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Pick<Headers, 'get'>;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
}

export type ExportAnswer =
  | ({ readonly ok: true; readonly headers: Readonly<Record<string, string>> } & OpenExport)
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: ExportError['code'] | AuthenticationError['code'] | 'NOT_FOUND';
      readonly message: string;
      readonly headers: Readonly<Record<string, string>>;
    };

export type AnswerExport = (asked: ExportAsked) => Promise<ExportAnswer>;

/** How long a caller waits for the first sweep of a directory, in milliseconds: it goes on for the next question. */
const deadlineMs = 60_000;

/** Answers requests for exports: who asks is found out before anything else. */
export function createExportAnswers(service: ExportService, authenticate: Authenticator): AnswerExport {
  return async ({ path, query, headers, signal }) => {
    try {
      const caller = await authenticate(headers);
      if (path === decisionsPath) return decisionsFor(caller, service, query);
      const request = readExportRequest(path, query);
      if (request === null) return notThere;
      const opened = await service.open(request, caller, exportScope(signal, Date.now() + deadlineMs));
      return { ok: true, headers: headersOf(request.name, request.format), ...opened };
    } catch (error) {
      return refusalOf(error);
    }
  };
}

/** What people decided: of no directory's snapshot, small, and read by programs alone. */
const decisionsPath = '/exports/decisions.jsonl';

function decisionsFor(caller: Caller, service: ExportService, query: URLSearchParams): ExportAnswer {
  const [member] = query.keys();
  if (member !== undefined)
    throw new ExportError(
      'BAD_REQUEST',
      `There is no "${member.slice(0, 40)}" in this address: decisions are exported whole.`,
    );
  const opened = service.openDecisions(caller);
  return opened === null ? notThere : { ok: true, headers: headersOf('decisions', 'jsonl'), ...opened };
}

function headersOf(name: string, format: ExportFormat): Readonly<Record<string, string>> {
  return {
    'content-type': contentTypes[format],
    'content-disposition': `attachment; filename="rollcall-${name}.${format}"`,
  };
}

/** What one export shares. @param deadline milliseconds since the epoch; left out: none. */
export function exportScope(signal: AbortSignal, deadline?: number): RequestScope {
  const meter = new CostMeter();
  return {
    asOf: new Date(),
    meter,
    maxAgeMs: null,
    context: {
      lane: 'interactive',
      transactionId: randomUUID(),
      onExchange: meter.onExchange,
      signal,
      ...(deadline !== undefined && { deadline }),
    },
  };
}

const notThere: ExportAnswer = {
  ok: false,
  status: 404,
  code: 'NOT_FOUND',
  message:
    'There is no such export. Known: findings, users, entitlements, each as .jsonl and .csv, and decisions.jsonl.',
  headers: {},
};

function refusalOf(error: unknown): ExportAnswer {
  if (error instanceof AuthenticationError) {
    const { status, code, message } = error;
    return { ok: false, status, code, message, headers: refusalHeaders(error) };
  }
  if (error instanceof UpstreamError)
    return refusalOf(new ExportError('DIRECTORY_UNREADABLE', error.message, error));
  if (!(error instanceof ExportError)) throw error;
  const isPassing = error.status === 503 || error.status === 429;
  const headers: Readonly<Record<string, string>> = isPassing ? { 'retry-after': '30' } : {};
  return { ok: false, status: error.status, code: error.code, message: error.message, headers };
}
