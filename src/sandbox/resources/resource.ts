import type { Area, Need, Reach } from '../access/rights.ts';
import type { FilterRules } from '../filter/filter-rules.ts';
import type { RateGroup } from '../http/rate-limiter.ts';
import type { Row } from '../tenant.ts';
import type { Store, World } from '../world.ts';

/** One request that passed token and rights. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** `http://127.0.0.1:PORT/v1`, on the host that the request came to. */
  readonly base: string;
  /** The path below `base`, without query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower case, without parameters; empty when there is none. */
  readonly contentType: string;
  readonly body: unknown;
  /** How far the caller's rights go for this call. */
  readonly reach: Reach;
  readonly transactionId: string;
  /** The application that calls. */
  readonly clientId: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** The body in place of `body`: JSON already. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members whose text of digits is a JSON number on the wire: they exceed what a JavaScript number holds. */
  readonly integers?: readonly string[];
}

export type Handler = (call: Call) => Answer;
export type JsonObject = Record<string, unknown>;

/**
 * What a right that reaches only some populations or applications covers: rows of these populations, these populations or
 * applications themselves, everything (`open`: what any administrator may see), or nothing (`environment`).
 */
export type RowScope = 'population-of' | 'population' | 'application' | 'open' | 'environment';

/** The object that a path leads through: `users/{userId}/devices` is within a user. */
export interface Within {
  readonly collection: string;
  readonly param: string;
  readonly scope: RowScope;
  /** Finds it where it is not a row of a list of the environment. */
  readonly find?: (call: Call) => Row | undefined;
}

export type Verb = 'list' | 'read' | 'create' | 'replace' | 'merge' | 'remove';
export type Needs = Readonly<Record<'read' | 'create' | 'update' | 'remove', Need>>;

/** A row of the table: a list with its members. Everything that is not said here is generic. */
export interface Collection {
  readonly kind: 'collection';
  /** Below `/v1`, with names for the variables; without the member's own. */
  readonly path: string;
  /** The name of the member's variable. */
  readonly id: string;
  /** Members that are kept as text of digits and go over the wire as JSON numbers. */
  readonly integers?: readonly string[];
  /** The key of `_embedded`. */
  readonly embedded: string;
  readonly store: Store;
  readonly within?: Within;
  readonly scope: RowScope;
  readonly verbs: readonly Verb[];
  readonly needs: Needs;
  readonly rateGroup?: RateGroup;
  /** Absent: the list knows no filter, and the parameter is ignored as an unknown one. */
  readonly filter?: FilterRules | ((world: World) => FilterRules);
  /** The largest page. Absent: the whole list in one answer, `limit` being ignored. */
  readonly pageLimit?: number;
  /** `expand=<name>` puts the result under `_embedded.<name>` of each row; `undefined` leaves it out. */
  readonly expand?: Readonly<Record<string, (row: Row, call: Call) => unknown>>;
  /** `include=<name>` adds the member on a single read, never in a list. */
  readonly include?: Readonly<Record<string, (row: Row, call: Call) => unknown>>;
  /** Links besides `self` on a single read, as paths below the member's own. */
  readonly links?: readonly string[];
  /** The rows, where they are not simply those of the store. */
  readonly rows?: (call: Call) => readonly Row[];
  /** What is served of a row, where it is not the row as kept. */
  readonly shape?: (row: Row, call: Call, inList: boolean) => JsonObject;
  /**
   * Whether what is served of this row follows from the row alone, neither from the clock nor from other rows or settings. Its bytes
   * may then be kept until the row changes. Absent: it is made anew for every answer.
   */
  readonly standsAlone?: (row: Row, call: Call) => boolean;
  /** Members by which a filter's `eq` finds rows without looking at all of them. */
  readonly indexed?: readonly string[];
  /** A list that demands some query refuses it here. */
  readonly checkList?: (call: Call) => void;

  /** Members that a new row must have, as paths with dots. */
  readonly required?: readonly string[];
  /** Members that a body cannot set. `id`, `environment`, `createdAt`, `updatedAt` are always among them. */
  readonly readOnly?: readonly string[];
  /** Members that only a POST can set. */
  readonly createOnly?: readonly string[];
  /** Members that a PUT or PATCH leaves alone because they have routes of their own. */
  readonly protectedMembers?: (world: World) => readonly string[];
  /** Known members; others in a body are ignored silently. Absent: everything is kept. */
  readonly known?: (world: World) => ReadonlySet<string>;
  /** Members that no two rows may share. */
  readonly unique?: readonly string[];
  /** Content types of the POST that creates; default `application/json`. */
  readonly createTypes?: readonly string[];
  readonly createStatus?: number;
  /** The start of audit action types: `USER` gives `USER.CREATED`. */
  readonly audit: string;
  /** Checks a new row and fills in defaults. */
  readonly prepare?: (row: Row, call: Call) => void;
  /** Follows up a creation, when nothing can refuse it any more. */
  readonly afterCreate?: (row: Row, call: Call) => void;
  /** Checks a change; `row` is still as it was. */
  readonly beforeChange?: (row: Row, body: JsonObject, call: Call) => void;
  /** Follows up a creation or a change; `before` is the row as it was, absent for a new one. */
  readonly afterChange?: (row: Row, call: Call, before?: Row) => void;
  /** Refuses or follows up a removal; the row is still there. */
  readonly beforeRemove?: (row: Row, call: Call) => void;
  /** Takes the place of the generic creation. */
  readonly create?: Handler;
  /** Takes the place of the generic removal. */
  readonly remove?: Handler;
  /** POST on the list that creates nothing, by vendor content type. */
  readonly listActions?: Readonly<Record<string, Handler>>;
  /** POST on the member, by vendor content type. Any other type is 415. */
  readonly actions?: Readonly<Record<string, (row: Row, call: Call) => Answer>>;
}

/** A row of the table: an object that exists once, of an environment or below another object. */
export interface Single {
  readonly kind: 'single';
  readonly path: string;
  readonly within?: Within;
  readonly needs: Needs;
  readonly rateGroup?: RateGroup;
  /** `parent` is the row that the path leads through, or an empty one. */
  readonly read?: (call: Call, parent: Row) => JsonObject;
  readonly expand?: Readonly<Record<string, (value: JsonObject, call: Call) => unknown>>;
  /** PUT, by content type. */
  readonly replace?: Readonly<Record<string, (call: Call, parent: Row) => Answer>>;
  /** POST, by content type. */
  readonly post?: Readonly<Record<string, (call: Call, parent: Row) => Answer>>;
  readonly remove?: (call: Call, parent: Row) => Answer;
  /** The content type that a DELETE must have; absent: none is looked at. */
  readonly removeType?: string;
}

/** A row of the table: a route that is like no other. */
export interface Special {
  readonly kind: 'special';
  readonly method: string;
  readonly path: string;
  readonly need: Need;
  readonly rateGroup?: RateGroup;
  /** The content type of the body, for a method that has one. */
  readonly contentType?: string;
  readonly handle: Handler;
}

export type Resource = Collection | Single | Special;

/** Needs with the permission ids `service:{read|create|update|delete}:name`. */
export function needsOf(area: Area, service: string, name: string): Needs {
  const need = (verb: string): Need => ({ permission: `${service}:${verb}:${name}`, area });
  return { read: need('read'), create: need('create'), update: need('update'), remove: need('delete') };
}

/** Needs of resources that know only the verbs read and update, such as role assignments. */
export function readUpdateNeeds(area: Area, service: string, name: string): Needs {
  const { read, update } = needsOf(area, service, name);
  return { read, create: update, update, remove: update };
}

/** The Content-Type of an upload: the body is then an object of its parts, files as bytes. */
export const FORM_TYPE = 'multipart/form-data';
export const VENDOR = 'application/vnd.pingidentity.';
export const JSON_TYPE = 'application/json';
export const USER: Within = { collection: 'users', param: 'userId', scope: 'population-of' };
export const GROUP: Within = { collection: 'groups', param: 'groupId', scope: 'population-of' };
export const APPLICATION: Within = {
  collection: 'applications',
  param: 'applicationId',
  scope: 'application',
};
