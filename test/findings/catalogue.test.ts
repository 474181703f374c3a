import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleById, rules } from '../../src/findings/index.ts';
import { userRules } from '../../src/findings/user-rules.ts';

const folder = new URL('../../src/findings/rules/', import.meta.url);

test('ids are unique', () => {
  expect(ruleById.size).toBe(rules.length);
});

test('there are at least 30 rules, and the three that others know by name', () => {
  expect(userRules.length).toBeGreaterThanOrEqual(50);
  expect(ruleById.has('ping_identity::admin_no_mfa')).toBe(true);
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s says what it is and what helps', (id, rule) => {
  expect(id).toMatch(/^[a-z]+(_[a-z]+)*::[a-z0-9]+(_[a-z0-9]+)*$/);
  expect(rule.title).not.toBe('');
  expect(rule.description.length).toBeGreaterThan(40);
  expect(rule.frameworks.length).toBeGreaterThan(0);
});

test.each(userRules.map((rule) => [rule.id, rule] as const))('%s names a remedy', (_, rule) => {
  expect(rule.remedies.length).toBeGreaterThan(0);
});

test.each(userRules.map((rule) => rule.id))('%s is in the file of its name', async (id) => {
  const name = `${id.replace('::', '-').replaceAll('_', '-')}.ts`;
  const found = Object.values((await import(new URL(name, folder).href)) as Record<string, { id: string }>);
  expect(found.map((rule) => rule.id)).toEqual([id]);
});

test('every file of the folder is a rule in one of the lists', () => {
  const expected = rules.map(({ id }) => `${id.replace('::', '-').replaceAll('_', '-')}.ts`);
  expect(readdirSync(folder).toSorted()).toEqual(expected.toSorted());
});
