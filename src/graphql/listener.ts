import { GraphQLError } from 'graphql';
import { mayStayOpen } from '../access/still-good.ts';
import type { GatewayContext } from './context.ts';
import type { LiveFeedOptions } from './live-feed.ts';
import { seatsOf } from './seats.ts';

/** What a feed has to know of who listens to it. */
export type Listener = Required<Pick<LiveFeedOptions<unknown>, 'onEnd' | 'signal' | 'refusal'>>;

/**
 * Whoever sent a subscription, with a seat taken: `onEnd` gives it back. They hear no more once their key was revoked or has come
 * to its end, or their token has. @throws {GraphQLError} `TOO_MANY_SUBSCRIPTIONS`.
 */
export function listenerOf({ actions, caller, scope }: GatewayContext): Listener {
  return {
    onEnd: seatsOf({ actions }).take(caller.name),
    signal: scope.context.signal,
    refusal: () => {
      try {
        return mayStayOpen(caller, actions.stillGood) ? null : noLongerGood();
      } catch {
        return notKnown();
      }
    },
  };
}

function noLongerGood(): GraphQLError {
  return new GraphQLError(
    'The API key or token that this was opened with is no longer good: it was revoked, or has come to its end. Subscribe again with another one.',
    { extensions: { code: 'UNAUTHENTICATED' } },
  );
}

function notKnown(): GraphQLError {
  return new GraphQLError(
    'Whether the API key that this was opened with is still good cannot be found out now. Subscribe again in a moment.',
    { extensions: { code: 'AUTH_UNAVAILABLE' } },
  );
}
