import { describe } from './problems.ts';
import type { SettingReader } from './setting-reader.ts';
import { tidy } from './setting-reader.ts';

/** A list of texts, or one text; with commas between them where it comes from the environment. */
export function readTexts<Name extends string>(
  reader: SettingReader<Name>,
  name: Name,
  expected: string,
  separator: ',' | null = null,
): readonly string[] | undefined {
  if (!reader.isSet(name)) return undefined;
  const raw = reader.source.raw(name);
  const given: readonly unknown[] = Array.isArray(raw)
    ? raw
    : separator !== null && typeof raw === 'string'
      ? raw.split(separator)
      : [raw];
  const texts = given.map((each) => (typeof each === 'string' ? tidy(each) : each));
  const wrong = texts.find((each) => typeof each !== 'string' || each === '');
  if (wrong === undefined && texts.length > 0) return texts.filter((each) => typeof each === 'string');
  reader.problems.add({
    setting: reader.label(name),
    expected,
    received: texts.length === 0 ? 'an empty list' : describe(wrong),
  });
  return undefined;
}
