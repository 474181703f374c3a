import type { Filter } from 'ldapts';
import type { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Entry } from './values/entry.ts';
import type { Reply } from './wire/connection.ts';
import { ResultError } from './wire/wire-error.ts';

/** What is looked for, and where. */
export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** Also shows entries that were deleted (MS-ADTS, LDAP_SERVER_SHOW_DELETED_OID). */
  readonly showDeleted?: boolean;
}

/** Entries that were found, and whether there are more that could not be read. */
export interface Found {
  readonly entries: readonly Entry[];
  readonly observedAt: Date;
  readonly brokenOff?: UpstreamError;
}

/** @throws {ResultError} for every result but success. */
export function accepted(reply: Reply): Reply {
  if (reply.result.status !== 0) throw new ResultError(reply.result.status, reply.result.errorMessage);
  return reply;
}
