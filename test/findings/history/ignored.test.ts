import { expect, test } from 'vitest';
import { createLoaders } from '../../../src/directory/loaders.ts';
import type { Look } from '../../../src/findings/history/finding-history.ts';
import { MemoryHistoryStore } from '../../../src/findings/history/memory-history.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../../src/findings/swept.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { showing, syntheticDirectory, syntheticSweep } from '../synthetic-sweep.ts';

test('findings of what is ignored stay as they were: ignoring resolves nothing', async () => {
  const directory = syntheticDirectory(true);
  showing(directory, syntheticSweep(20));
  const lookWith = async (ignore: readonly string[]): Promise<Look> => {
    const looks: Look[] = [];
    const swept = new SweptFindings({ ...everyRuleOn, ignore }, null, (look) => void looks.push(look));
    await swept.of(createLoaders(directory, requestScope()), 'GATED');
    const [look] = looks;
    if (look === undefined) throw new Error('Expected a look.');
    return look;
  };
  const before = await lookWith([]);
  const history = new MemoryHistoryStore();
  await history.observe(before);
  const found = before.present.find(({ subject }) => subject.type === 'USER');
  if (found === undefined) throw new Error('Expected a finding about a user.');
  const during = await lookWith([`${directory.key}:${found.subject.externalId}`]);
  expect(during.present.map(({ subject }) => subject)).not.toContainEqual(found.subject);
  expect(during.verdictOf(found)).toBe('UNASKED');
  const events = await history.observe(during);
  expect(events.filter(({ subject }) => subject.externalId === found.subject.externalId)).toEqual([]);
  expect((await history.recordsOf([found.id])).get(found.id)).toMatchObject({ state: 'OPEN' });
});
