import { GraphQLError } from 'graphql';
import { type SeatLimits, Seats } from '../access/seats.ts';
import type { ActionServices } from '../actions/action-services.ts';
import type { GatewayContext } from './context.ts';

/** How many subscriptions may be open at once in this process. */
export const mostSubscriptions: SeatLimits = { perCaller: 5, inAll: 100 };

/** One count for each running gateway, whatever is subscribed to: by what only that one has. */
const seats = new WeakMap<ActionServices, Seats>();

/** The seats of the gateway that a request came to: `take` throws `TOO_MANY_SUBSCRIPTIONS`. */
export function seatsOf({ actions }: Pick<GatewayContext, 'actions'>): Seats {
  const known = seats.get(actions);
  if (known !== undefined) return known;
  const made = new Seats(mostSubscriptions, tooMany);
  seats.set(actions, made);
  return made;
}

function tooMany({ perCaller, inAll }: SeatLimits, who: 'CALLER' | 'ALL'): GraphQLError {
  const expected =
    who === 'CALLER'
      ? `Expected at most ${perCaller} subscriptions at once for one caller. End one of yours.`
      : `Expected at most ${inAll} subscriptions at once in this gateway. Try again later.`;
  return new GraphQLError(`${expected} A query says the same, if not at once.`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  });
}
