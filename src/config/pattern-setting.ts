import { readTexts } from './list-setting.ts';
import { describe } from './problems.ts';
import type { SettingReader } from './setting-reader.ts';

/** A pattern that does not end soon would hold everything up: a length is all that can be checked cheaply. */
export function readPatterns<Name extends string>(
  reader: SettingReader<Name>,
  name: Name,
): readonly string[] | undefined {
  const expected = 'a list of regular expressions of at most 200 characters';
  const given = readTexts(reader, name, expected);
  const wrong = given?.find((pattern) => pattern.length > 200 || !isPattern(pattern));
  if (given === undefined || wrong === undefined) return given;
  reader.problems.add({ setting: reader.label(name), expected, received: describe(wrong) });
  return undefined;
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'i').source !== '';
  } catch {
    return false;
  }
}
