import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleById, rules } from '../../src/findings/index.ts';
import { userRules } from '../../src/findings/user-rules.ts';

const folder = new URL('../../src/findings/rules/', import.meta.url);

test('ids are unique', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  // Each of the seed has a further one for each of six other kinds of directory.
  expect(ruleById.size).toBe(rules.length + 3 * 6);
});

test('there are 147 rules: three that others know by name, 38 of the core, and the rest', () => {
  const sizes = { SEED: 0, CORE: 0, EXTENDED: 0 };
  for (const { set } of rules) sizes[set] += 1;
  expect(sizes).toEqual({ SEED: 3, CORE: 38, EXTENDED: 106 });
  expect(rules.filter(({ set }) => set === 'SEED').map(({ id }) => id)).toEqual([
    'ping_identity::offboarded_user_active',
    'ping_identity::admin_no_mfa',
    'ping_identity::user_not_in_idp',
  ]);
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s says what it is and what helps', (id, rule) => {
  expect(id).toMatch(/^[a-z]+(_[a-z]+)*::[a-z0-9]+(_[a-z0-9]+)*$/);
  expect(rule.title).not.toBe('');
  expect(rule.description.length).toBeGreaterThan(40);
  expect(rule.frameworks.length).toBeGreaterThan(0);
  expect(rule.caveats.length).toBeGreaterThan(0);
  for (const caveat of rule.caveats) expect(caveat).toMatch(/^[A-Z].*\.$/);
  expect(new Set(rule.settings).size).toBe(rule.settings.length);
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

/** What the tables of the other kinds of subjects expect, by the rule that they are about. */
function expectedStates(): ReadonlyMap<string, ReadonlySet<string>> {
  const tables = new URL('rules/', import.meta.url);
  const found = new Map<string, Set<string>>();
  for (const name of readdirSync(tables).filter((file) => file.endsWith('.test.ts'))) {
    for (const block of readFileSync(new URL(name, tables), 'utf8').split(/^(?=table\(|describe\()/m)) {
      const [, id] = /^(?:table|describe)\(\s*'([a-z_]+::[a-z_]+)'/.exec(block) ?? [];
      if (id === undefined) continue;
      const states = found.get(id) ?? new Set<string>();
      for (const [, state = ''] of block.matchAll(/'(PRESENT|ABSENT|UNKNOWN)\b/g)) states.add(state);
      found.set(id, states);
    }
  }
  return found;
}

test('every rule about something else than a user has a case of each answer, too', () => {
  const states = expectedStates();
  const lacking = rules
    .filter(({ subject }) => subject !== 'USER')
    .flatMap(({ id }) =>
      ['PRESENT', 'ABSENT', 'UNKNOWN']
        .filter((state) => states.get(id)?.has(state) !== true)
        .map((state) => `${id} ${state}`),
    );
  expect(lacking).toEqual([]);
});

/** Everything that a rule's file imports of the rules' own parts, and theirs. */
function sourceOf(url: URL, seen = new Set<string>()): string {
  if (seen.has(url.href)) return '';
  seen.add(url.href);
  const text = readFileSync(url, 'utf8');
  const imported = [...text.matchAll(/from '(\.[^']+)'/g)]
    .map(([, path = '']) => new URL(path, url))
    .filter(({ href }) => /\/findings\/(predicates|lazy|rules)\//.test(href));
  return [text, ...imported.map((next) => sourceOf(next, seen))].join('\n');
}

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s names no setting that nothing reads',
  (id, rule) => {
    const source = sourceOf(new URL(`${id.replace('::', '-').replaceAll('_', '-')}.ts`, folder));
    for (const name of rule.settings) expect(source.replace(/^ {2}settings: .*$/gm, '')).toContain(name);
  },
);
