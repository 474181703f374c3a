import { expect, test } from 'vitest';
import type { ActionServices } from '../../src/actions/action-services.ts';
import { mostSubscriptions, seatsOf } from '../../src/graphql/seats.ts';

const gateway = () => seatsOf({ actions: {} as ActionServices });
const refusal = expect.objectContaining({ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } });

test('one caller has at most five subscriptions, and a place that is given back is free', () => {
  const seats = gateway();
  const giveBack = Array.from({ length: mostSubscriptions.perCaller }, () => seats.take('a'));
  expect(() => seats.take('a')).toThrow(refusal);
  expect(() => seats.take('b')).not.toThrow();
  giveBack[0]?.();
  giveBack[0]?.();
  seats.take('a');
  expect(() => seats.take('a')).toThrow(refusal);
});

test('all callers together have at most a hundred subscriptions', () => {
  const seats = gateway();
  for (let turn = 0; turn < mostSubscriptions.inAll; turn += 1) seats.take(`caller ${turn}`);
  expect(() => seats.take('one more')).toThrow(refusal);
});
