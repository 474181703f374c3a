import { GraphQLError } from 'graphql';
import type { ActionServices } from '../actions/action-services.ts';
import type { GatewayContext } from './context.ts';

/** How many subscriptions may be open at once in this process. */
export const mostSubscriptions = { perCaller: 5, inAll: 100 };

/** Counts what is open at once. */
export class Seats {
  readonly #taken = new Map<string, number>();
  #inAll = 0;

  /**
   * Takes a seat for a caller. Call what it answers to give it back; more than once does no harm.
   * @throws {GraphQLError} `TOO_MANY_SUBSCRIPTIONS` when all are taken.
   */
  take(caller: string): () => void {
    const { perCaller, inAll } = mostSubscriptions;
    const own = this.#taken.get(caller) ?? 0;
    if (own >= perCaller)
      throw tooMany(`Expected at most ${perCaller} subscriptions at once for one caller. End one of yours.`);
    if (this.#inAll >= inAll)
      throw tooMany(`Expected at most ${inAll} subscriptions at once in this gateway. Try again later.`);
    this.#taken.set(caller, own + 1);
    this.#inAll += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#inAll -= 1;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left > 0) this.#taken.set(caller, left);
      else this.#taken.delete(caller);
    };
  }
}

/** One count for each running gateway, whatever is subscribed to: by what only that one has. */
const seats = new WeakMap<ActionServices, Seats>();

/** The seats of the gateway that a request came to. */
export function seatsOf({ actions }: Pick<GatewayContext, 'actions'>): Seats {
  const known = seats.get(actions);
  if (known !== undefined) return known;
  const made = new Seats();
  seats.set(actions, made);
  return made;
}

function tooMany(message: string): GraphQLError {
  return new GraphQLError(`${message} A query says the same, if not at once.`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  });
}
