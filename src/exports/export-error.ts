/** Stable: callers and tests match on it. */
export type ExportErrorCode =
  | 'BAD_REQUEST'
  | 'DIRECTORY_UNREADABLE'
  | 'FORBIDDEN'
  | 'SNAPSHOT_CHANGED'
  | 'TOO_MANY_EXPORTS';

const statuses: Readonly<Record<ExportErrorCode, number>> = {
  BAD_REQUEST: 400,
  DIRECTORY_UNREADABLE: 503,
  FORBIDDEN: 403,
  SNAPSHOT_CHANGED: 409,
  TOO_MANY_EXPORTS: 429,
};

/** Why an export was not begun. What goes wrong later cuts it off: without its last line nobody takes it for whole. */
export class ExportError extends Error {
  readonly code: ExportErrorCode;

  constructor(code: ExportErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ExportError';
    this.code = code;
  }

  /** As an HTTP status. */
  get status(): number {
    return statuses[this.code];
  }
}
