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
  gapMarks,
  shareIn,
  sharePoll,
} from '../../src/findings/polls.ts';
import { Answers as KeptAnswers } from '../../src/findings/answers.ts';
import type { UserFacts } from '../../src/findings/facts.ts';
import { any, count, type ListFact, listOf, type Truth } from '../../src/findings/kleene.ts';
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

const fits = (facts: UserFacts): Truth => of(facts).fits;

const unknownReason = fc.constantFrom('UNSUPPORTED', 'EXTERNAL', 'UNREACHABLE', 'FORBIDDEN', 'PARTIAL');
const gap: fc.Arbitrary<Pick<ListFact<never>, 'complete' | 'reason'>> = fc.oneof(
  fc.constant({ complete: true, reason: null } as const),
  unknownReason.map((reason) => ({ complete: false, reason }) as const),
);
const openTruth: fc.Arbitrary<Truth> = fc
  .constantFrom('NOT_CAPABLE', 'NOT_CONFIGURED', 'FIELD_NULL', 'SOURCE_UNREACHABLE', 'PARTIAL_DATA')
  .map((reason) => ({ reason }) as const);

test('what is told of counts is what looking at everybody tells, a failure before what never comes', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(openTruth, fc.boolean()), { maxLength: 6 }), gap, (truths, missing) => {
      const list = { rows: truths.map((one) => factsOf({ belongs: true, fits: one })), ...missing };
      expect(anyIn(askEverybody(list, fitting))).toEqual(any(list, fits));
      expect(countIn(askEverybody(list, fitting))).toEqual(count(list, fits));
    }),
    { numRuns: 300 },
  );
});

test('the gap that is told of many lists is the one that is told of them joined', () => {
  fc.assert(
    fc.property(fc.array(gap, { minLength: 1, maxLength: 5 }), (gaps) => {
      const lists = new Map(gaps.map((each) => [userFacts(), { rows: [], ...each }]));
      const poll = { marks: (facts: UserFacts) => gapMarks(lists.get(facts) ?? listOf([])) };
      const everybody = { rows: [...lists.keys()], complete: true, reason: null };
      expect(gapIn(askEverybody(everybody, poll))).toEqual(listOf([], ...lists.values()));
    }),
    { numRuns: 300 },
  );
});

test('subjects that an abandoned look added are not among those of the next one', () => {
  const first = new KeptAnswers([]);
  for (const id of ['one', 'two']) first.add(id);
  first.next().add('stranger');
  const next = first.next();
  next.add('third');
  expect([...next.subjects]).toEqual(['one', 'two', 'third']);
  expect(next.has('stranger')).toBe(false);
});
