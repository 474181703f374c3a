import { didYouMean, meantNames } from './neighbour.ts';
import { describe, type ProblemList } from './problems.ts';
import { SettingReader } from './setting-reader.ts';
import type { Settings } from './yaml-file.ts';

/** Notes every key that is not known, with the one that was probably meant. */
export function checkKeys(
  settings: Settings,
  known: readonly string[],
  prefix: string,
  problems: ProblemList,
): void {
  for (const key of settings.keys()) {
    if (typeof key === 'string' && known.includes(key)) continue;
    const name = typeof key === 'string' ? key.slice(0, 80) : describe(key);
    problems.add({
      setting: `${prefix}${name}`,
      expected: 'the name of a setting',
      received: 'a name that is not known',
      ...(typeof key === 'string' ? (OF_THE_PROCESS.get(key.toLowerCase()) ?? didYouMean(key, known)) : {}),
    });
  }
}

/** What stands elsewhere: the file is not about the process. */
const OF_THE_PROCESS: ReadonlyMap<string, { readonly hint: string }> = new Map(
  ['port', 'host'].map((name) => [name, { hint: `Set ${name.toUpperCase()} or --${name} instead.` }]),
);

/**
 * A group of settings of the file, with its keys checked; a misspelt one is read as what it can only have meant, so that it is not
 * missed a second time. Undefined, and noted, when it is no group.
 */
export function openGroup<Name extends string>(
  value: unknown,
  path: string,
  names: readonly Name[],
  problems: ProblemList,
): SettingReader<Name> | undefined {
  if (!(value instanceof Map)) {
    problems.add({
      setting: path,
      expected: `a group of settings (${names.slice(0, 8).join(', ')})`,
      received: describe(value),
    });
    return undefined;
  }
  const settings: Settings = value;
  checkKeys(settings, names, `${path}.`, problems);
  const spelt = meantNames(
    [...settings.keys()].filter((name) => typeof name === 'string'),
    names,
  );
  return new SettingReader<Name>(
    {
      raw: (name) => settings.get(spelt.get(name) ?? name),
      // What is wrong with the value is told under the right name: the wrong one was told already.
      label: (name) => `${path}.${name}`,
    },
    problems,
  );
}
