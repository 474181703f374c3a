/** What is counted of everybody, kept as counts, says what asking everybody now would say. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Census } from '../../src/findings/census.ts';
import {
  anyIn,
  askEverybody,
  countIn,
  countPoll,
  gapIn,
  shareIn,
  sharePoll,
} from '../../src/findings/polls.ts';
import type { UserFacts } from '../../src/findings/facts.ts';
import type { Truth } from '../../src/findings/kleene.ts';
import { userFacts } from './support-directory-facts.ts';

interface Answers {
  readonly belongs: Truth;
  readonly fits: Truth;
}

const truth: fc.Arbitrary<Truth> = fc.oneof(
  fc.boolean(),
  fc.constantFrom('PERMISSION_DENIED', 'NOT_CAPABLE', 'PARTIAL_DATA').map((reason) => ({ reason }) as const),
);
const somebody: fc.Arbitrary<Answers> = fc.record({ belongs: truth, fits: truth });

const said = new WeakMap<UserFacts, Answers>();
const of = (facts: UserFacts): Answers => said.get(facts) ?? { belongs: false, fits: false };
const fitting = countPoll((facts) => of(facts).fits);
const belonging = sharePoll(
  (facts) => of(facts).belongs,
  (facts) => of(facts).fits,
);
const polls = [fitting, belonging];

function factsOf(answers: Answers): UserFacts {
  const facts = userFacts();
  said.set(facts, answers);
  return facts;
}

/** Everything that rules ask of counts. */
function told(ask: (poll: (typeof polls)[number]) => ReturnType<typeof askEverybody>) {
  const [ofFitting, ofBelonging] = [ask(fitting), ask(belonging)];
  return {
    asked: ofFitting.asked,
    count: countIn(ofFitting),
    any: anyIn(ofFitting),
    share: shareIn(ofBelonging, 0),
    gap: gapIn(ofFitting),
  };
}

test('counts after any changes are those of everybody as they are then', () => {
  fc.assert(
    fc.property(
      fc.array(somebody, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(11), fc.option(somebody)), { maxLength: 12 }),
      (first, changes) => {
        const census = new Census(polls);
        let now = first.map(factsOf);
        for (const [row, facts] of now.entries()) census.put(row, census.ask(facts));
        for (const [at, change] of changes) {
          const row = Math.min(at, now.length);
          if (change !== null) {
            now = now.toSpliced(row, 1, factsOf(change));
            census.put(row, census.ask(now[row] ?? userFacts()));
          } else if (row < now.length) {
            // Somebody has gone: those who follow move up.
            census.rearrange([...now.keys()].filter((place) => place !== row));
            now = now.toSpliced(row, 1);
          }
          const list = { rows: now, complete: true, reason: null };
          census.complete(list);
          expect(told((poll) => census.polled(poll))).toEqual(told((poll) => askEverybody(list, poll)));
        }
      },
    ),
    { numRuns: 50 },
  );
});
