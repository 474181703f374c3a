import type { BlastLimit } from '../actions/blast-radius.ts';
import type { Environment } from './environment.ts';
import { readTexts } from './list-setting.ts';
import { describe, type ProblemList } from './problems.ts';
import { SettingReader } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

const ACTION_SETTINGS = ['breakGlass', 'blastLimits'] as const;
const LIMIT_SETTINGS = ['per', 'window', 'max'] as const;
const BREAK_GLASS = 'ROLLCALL_BREAK_GLASS';

export const ACTION_VARIABLES: readonly string[] = [BREAK_GLASS];

/** What the operator says of changes; what is left out keeps its default. */
export interface ActionConfig {
  /** User names or ids (alone, or as `directory:id`) of accounts kept for emergencies, from the file and the environment together. */
  readonly breakGlass: readonly string[];
  readonly blastLimits?: readonly BlastLimit[];
}

export function readActions(section: unknown, env: Environment, problems: ProblemList): ActionConfig {
  const expected = 'user names or ids of accounts kept for emergencies';
  const reader = new SettingReader({ raw: () => env[BREAK_GLASS], label: () => BREAK_GLASS }, problems);
  const fromEnvironment = readTexts(reader, 'breakGlass', `${expected}, with commas between them`, ',') ?? [];
  const group =
    section === undefined || section === null
      ? undefined
      : openGroup(section, 'actions', ACTION_SETTINGS, problems);
  const fromFile = (group && readTexts(group, 'breakGlass', expected)) ?? [];
  const blastLimits = group && readLimits(group, problems);
  return {
    breakGlass: [...new Set([...fromFile, ...fromEnvironment])],
    ...(blastLimits !== undefined && { blastLimits }),
  };
}

function readLimits(
  group: SettingReader<(typeof ACTION_SETTINGS)[number]>,
  problems: ProblemList,
): readonly BlastLimit[] | undefined {
  if (!group.isSet('blastLimits')) return undefined;
  const list = group.source.raw('blastLimits');
  if (!Array.isArray(list) || list.length === 0) {
    problems.add({
      setting: group.label('blastLimits'),
      expected: 'a list such as [{ per: caller, window: 60, max: 20 }]',
      received: Array.isArray(list) ? 'an empty list' : describe(list),
    });
    return undefined;
  }
  return list.flatMap((value: unknown, index) => {
    const reader = openGroup(value, `${group.label('blastLimits')}[${index}]`, LIMIT_SETTINGS, problems);
    return reader === undefined ? [] : (readLimit(reader) ?? []);
  });
}

function readLimit(reader: SettingReader<(typeof LIMIT_SETTINGS)[number]>): BlastLimit | undefined {
  const per = reader.required('per', 'caller or directory')?.toLowerCase();
  const isKnown = per === 'caller' || per === 'actor' || per === 'directory';
  if (per !== undefined && !isKnown) reader.refuse('per', 'caller or directory');
  for (const name of ['window', 'max'] as const)
    if (!reader.isSet(name))
      reader.required(name, name === 'max' ? 'a number of changes' : 'a number of seconds');
  const seconds = reader.number('window', { min: 1, max: 2_678_400, whole: true });
  const max = reader.number('max', { min: 1, max: 1_000_000, whole: true });
  if (!isKnown || seconds === undefined || max === undefined) return undefined;
  return { per: per === 'directory' ? 'DIRECTORY' : 'ACTOR', windowMs: seconds * 1_000, max };
}
