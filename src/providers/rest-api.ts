import type { CallContext, UpstreamCall } from '../upstream/call.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Origin } from './bad-response.ts';
import { badResponse, kindOf } from './bad-response.ts';
import type { Address, Ids } from './paths.ts';
import { addressOf } from './paths.ts';
import type { Members, Row } from './rows.ts';
import { isObject, text } from './rows.ts';

/** An object that a provider answered with. */
export interface Answer {
  readonly members: Members;
  readonly observedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

/** An array that a provider answered with. */
export interface ArrayAnswer {
  readonly rows: readonly Members[];
  readonly observedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

export interface ReadOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** A rate bucket of its own; see `UpstreamCall.bucket`. */
  readonly bucket?: string;
  /** Makes an answer smaller before it is read; see `UpstreamCall.thin`. */
  readonly thin?: (body: Uint8Array) => Uint8Array;
  /** Told of an answer before it is read; see `UpstreamCall.early`. */
  readonly early?: (body: Uint8Array) => void;
}

type CallOptions = Omit<UpstreamCall, 'route' | 'path'>;

/**
 * Calls of one directory by templates (`/users/{userId}`), whose variables are encoded and checked. Every method throws
 * `UpstreamError`; an answer of another shape than documented is `BAD_RESPONSE`.
 */
export class RestApi {
  readonly directory: string;
  readonly upstream: Upstream;

  constructor(directory: string, upstream: Upstream) {
    this.directory = directory;
    this.upstream = upstream;
  }

  /** One object. */
  async read(template: string, ids: Ids, context: CallContext, options: ReadOptions = {}): Promise<Answer> {
    return await this.send(template, ids, { method: 'GET', ...options }, context);
  }

  /** One object with an id, or null when the provider says that there is none. */
  async find(
    template: string,
    ids: Ids,
    context: CallContext,
    options: ReadOptions = {},
  ): Promise<{ row: Row; answer: Answer } | null> {
    try {
      const answer = await this.read(template, ids, context, options);
      const id = text(answer.members, 'id');
      if (id === null)
        throw badResponse(answer.origin, `is an object without an id, found ${kindOf(answer.members['id'])}`);
      this.checkSame(id, ids, answer);
      return { row: { id, members: answer.members }, answer };
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /** Any call that answers with an object. */
  async send(template: string, ids: Ids, call: CallOptions, context: CallContext): Promise<Answer> {
    const { address, origin } = this.target(call.method, template, ids, context);
    const answer = await this.upstream.call({ ...call, ...address }, context);
    if (!isObject(answer.body))
      throw badResponse(origin, `was expected to be an object, found ${kindOf(answer.body)}`);
    return { members: answer.body, observedAt: answer.observedAt, headers: answer.headers, origin };
  }

  /** An array of objects, as it stands: one page of a list, or the whole of a short one. */
  async readArray(
    template: string,
    ids: Ids,
    context: CallContext,
    options: ReadOptions = {},
  ): Promise<ArrayAnswer> {
    const { address, origin } = this.target('GET', template, ids, context);
    const answer = await this.upstream.call({ method: 'GET', ...options, ...address }, context);
    const { body, observedAt, headers } = answer;
    return { rows: this.objectsOf(body, origin), observedAt, headers, origin };
  }

  /** Any call whose answer, if it has a body at all, says nothing that is needed. */
  async command(template: string, ids: Ids, call: CallOptions, context: CallContext): Promise<void> {
    const { address } = this.target(call.method, template, ids, context);
    await this.upstream.call({ ...call, ...address }, context);
  }

  /** Where an address leads and how errors name it. */
  target(
    method: Origin['method'],
    template: string,
    ids: Ids,
    context: Pick<CallContext, 'transactionId'>,
  ): { readonly address: Address; readonly origin: Origin } {
    const { directory } = this;
    const place = this.placeOf(template, ids);
    const address = addressOf(directory, place.template, place.ids);
    const origin: Origin = { directory, method, route: address.route, transactionId: context.transactionId };
    return { address, origin };
  }

  /** Every element has to be an object: one that is none makes the whole array unusable, never a shorter one. */
  objectsOf(body: unknown, origin: Origin): readonly Members[] {
    if (!Array.isArray(body)) throw badResponse(origin, `was expected to be an array, found ${kindOf(body)}`);
    const rows: unknown[] = body;
    const wrong = rows.findIndex((row) => !isObject(row));
    if (wrong >= 0)
      throw badResponse(
        origin,
        `has ${kindOf(rows[wrong])} at place ${wrong} of the list, expected an object`,
      );
    return rows.filter(isObject);
  }

  /** The whole template of a place, with the variables that all places have. */
  protected placeOf(template: string, ids: Ids): { template: string; ids: Ids } {
    return { template, ids };
  }

  /** An answer about somebody else, whatever mixed it up, must not decide whom a change is sent for. */
  protected checkSame(id: string, ids: Ids, { origin }: Pick<Answer, 'members' | 'origin'>): void {
    if (!Object.values(ids).some((asked) => this.isSameId(asked, id)))
      throw badResponse(origin, 'is about another object than the one that was asked for');
  }

  /** Whether two ids name one object; exactly alike, unless the provider's ids mean the same in any case. */
  protected isSameId(asked: string, answered: string): boolean {
    return asked === answered;
  }
}
