import { describe, expect, test } from 'vitest';
import { Answers } from '../../src/findings/answers.ts';
import { createEvaluation } from '../../src/findings/engine.ts';
import { coverageInTurns, findingsCoverage } from '../../src/findings/findings-coverage.ts';
import { rules } from '../../src/findings/index.ts';
import { InLine } from '../../src/findings/in-line.ts';
import { type AnswersBySubject, keptAgain, keptIn } from '../../src/findings/kept-findings.ts';
import { any } from '../../src/findings/kleene.ts';
import { makeFinding } from '../../src/findings/make-finding.ts';
import { defineRule } from '../../src/findings/rule.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { duplicateEmail } from '../../src/findings/rules/identity-duplicate-email.ts';
import type { Finding } from '../../src/model/finding.ts';
import { longestStretch } from './longest-stretch.ts';
import { asOf, list, person, sources } from './support.ts';
import { syntheticSweep } from './synthetic-sweep.ts';

const [rule] = rules;

function findingOf(externalId: string, isOpen = false): Finding {
  if (rule === undefined) throw new Error('Expected a rule.');
  return makeFinding({
    rule,
    severity: 'LOW',
    subject: { directory: 'main', type: 'USER', externalId },
    verdict: isOpen ? { state: 'UNKNOWN', reason: 'PARTIAL_DATA' } : { state: 'PRESENT' },
    evidence: [],
    evaluatedAt: new Date(0),
  });
}

describe('an evaluation of everybody', () => {
  test('lets others have their turn, also when thousands of users waited for the same index', async () => {
    const users = Array.from({ length: 1_000 }, (_, at) =>
      person({ externalId: `user-${at}`, email: `user-${at}@example.com` }),
    );
    let everybodyIsRead = nothing;
    const everybody = new Promise<void>((resolve) => (everybodyIsRead = resolve));
    const longest = await longestStretch(async (count) => {
      const slow = defineRule<'USER'>({
        ...duplicateEmail,
        scope: ({ sameEmail }) => {
          // To judge one user takes a twentieth of a millisecond.
          if (sameEmail.complete) for (let step = 0; step < 50; step += 1) count();
          return any(sameEmail, () => false);
        },
      });
      const evaluation = createEvaluation({
        sources: sources({ everyUser: async () => everybody.then(() => list(...users)) }),
        settings: everyRuleOn,
        asOf,
        depth: 'GATED',
        rules: [slow],
        forgetful: true,
      });
      const judged = Promise.all(users.map((user) => evaluation.user(user)));
      everybodyIsRead();
      await judged;
    });
    expect(longest).toBeLessThan(10_000);
  });

  test('has the findings of all users, where most of very many have others than before', async () => {
    const was = new Answers([{ id: 'some::rule' }]);
    const [first, second] = [findingOf('first'), findingOf('second')];
    for (let row = 0; row < 160_000; row += 1) was.keep(was.add(`user-${row}`), [first]);
    const now = was.next();
    for (let row = 0; row < 160_000; row += 2) now.keep(row, [second]);
    const before = { findings: await keptIn(only(was)), answers: only(was) };
    const again = await keptAgain(only(now), before);
    expect(again).toHaveLength(160_000);
    expect(again.every((finding, row) => finding === (row % 2 === 0 ? second : first))).toBe(true);
  }, 60_000);
});

function only(users: Answers): AnswersBySubject {
  const none = new Answers([]);
  return { USER: users, GROUP: none, APPLICATION: none, POPULATION: none, DIRECTORY: none };
}

describe('those who wait for the same thing', () => {
  test('go on in the order in which they came, each when the one before has done its work', async () => {
    const line = new InLine();
    const done: number[] = [];
    const wait = async (who: number): Promise<void> => {
      await line.place();
      done.push(who);
      if (who < 3) await wait(who + 10);
    };
    await Promise.all([1, 2, 3, 4].map(wait));
    expect(done).toEqual([1, 2, 3, 4, 11, 12]);
  });

  test('go on in turns with others', async () => {
    const longest = await longestStretch((count) => {
      const line = new InLine();
      return Promise.all(
        Array.from({ length: 5_000 }, async () => {
          await line.place();
          for (let step = 0; step < 100; step += 1) count();
        }),
      );
    });
    // Three milliseconds of a thousand steps each, and what is begun by then.
    expect(longest).toBeLessThan(4_000);
  });
});

describe('how far answers can be relied on', () => {
  test('is told alike in turns and at once', async () => {
    const sweep = syntheticSweep(10);
    const findings = Array.from({ length: 300 }, (_, at) => findingOf(`user-${at}`, at % 3 === 1));
    for (const asked of [() => true, () => false, ({ subject }: Finding) => subject.externalId > 'user-2'])
      expect(await coverageInTurns({ findings, sweep }, asked)).toEqual(
        findingsCoverage({ findings, sweep }, asked),
      );
  });
});

function nothing(): void {}
