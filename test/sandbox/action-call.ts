/** One call of the tables: `{name}` in path and body stands for an id that an earlier call, or the set-up, has noted. */
export interface ActionCall {
  /** Its number in the list of the 113 actions; 0 for those that are needed besides. */
  readonly number: number;
  readonly method: string;
  /** Below the environment; with a slash in front, below the API; `AUTH` for userinfo. */
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  /** What follows `application/vnd.pingidentity.`. */
  readonly vendor?: string;
  /** Under which name the id of the answer is noted. */
  readonly as?: string;
  /** What the answer must contain. */
  readonly shows?: Readonly<Record<string, unknown>>;
}

type More = Omit<ActionCall, 'number' | 'method' | 'path' | 'status'>;

/** A call of a table: `GET populations/{population}`, and the status that it must answer. */
export function action(number: number, line: string, status: number, more: More = {}): ActionCall {
  const [method = '', path = ''] = line.split(' ');
  return { number, method, path, status, ...more };
}

/** Two days, as the metrics want them. */
export const RANGE =
  'filter=startDate%20eq%20%222026-05-01T00:00:00Z%22%20and%20endDate%20eq%20%222026-05-02T00:00:00Z%22';
