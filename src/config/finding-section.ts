import { isLikeId } from '../findings/predicates/lists.ts';
import { defaultFindingSettings, type FindingSettings } from '../findings/settings.ts';
import {
  type Threshold,
  type ThresholdName,
  thresholdNames,
  thresholds,
  type ThresholdUnit,
} from '../findings/thresholds.ts';
import { readTexts } from './list-setting.ts';
import { readPatterns } from './pattern-setting.ts';
import type { ProblemList } from './problems.ts';
import { readFamilies, readSingleRules } from './rule-switches.ts';
import type { NumberRange, SettingReader } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

type Name = keyof FindingSettings;
type Reader = SettingReader<Name>;
type Read<T> = (reader: Reader, name: Name, fallback: T) => T;

const names = Object.keys(defaultFindingSettings) as Name[];

const largest: Readonly<Record<ThresholdUnit, number>> = {
  DAYS: 3_650,
  HOURS: 8_760,
  SHARE: 1,
  COUNT: 1_000_000,
};

function measured({ unit, mayBeZero }: Threshold): Read<number> {
  return number({ min: mayBeZero ? 0 : 1, max: largest[unit], whole: unit !== 'SHARE' });
}

const readers: { readonly [Setting in Name]: Read<FindingSettings[Setting]> } = {
  ...(Object.fromEntries(thresholdNames.map((name) => [name, measured(thresholds[name])])) as Record<
    ThresholdName,
    Read<number>
  >),
  families,
  rules: singleRules,
  knownLocalAccounts: texts,
  localPopulations: texts,
  accountsExpectedIn: texts,
  accountsExpectedOf: texts,
  breakGlass: texts,
  ignore: texts,
  organizationDomains: texts,
  partnerDomains: texts,
  trustedIdentityProviders: texts,
  mfaEngine: oneOf(['PINGONE', 'PINGID', 'DAVINCI', 'EXTERNAL']),
  sensitiveReads: flag,
  serviceAccountPatterns: patterns,
  adminAccountPatterns: patterns,
  defaultCallingCode: digits,
  endDatesKept: flag,
  ownerAttribute: text,
  groupOwnerAttribute: text,
  applicationOwnerMark: text,
  roleAssignmentModel: oneOf(['ANY', 'GROUP']),
  groupMembershipExpected: flag,
  trendDays: number({ min: 31, max: largest.DAYS, whole: true }),
};

/** The thresholds of the rules: what `findings` of the file says, and the defaults. */
export function readFindings(
  section: unknown,
  breakGlass: readonly string[],
  problems: ProblemList,
): FindingSettings {
  const settings = readSection(section, breakGlass, problems);
  for (const list of ['ignore', 'breakGlass', 'knownLocalAccounts'] as const)
    warnOfNames(list, settings[list], problems);
  return settings;
}

/** Of ids nobody can take one that is another's. */
function warnOfNames(list: string, entries: readonly string[], problems: ProblemList): void {
  const loose = entries.filter((entry) => !isLikeId(entry));
  if (loose.length === 0) return;
  problems.warn(
    `${list}: ${loose.length} of ${entries.length} entries are not of the form of an id: each stands for whatever has it as its id, and for the user who has it as user name, in any directory; addresses are not looked at. Whoever can change user names can take their place: write directory:id.`,
  );
}

function readSection(
  section: unknown,
  breakGlass: readonly string[],
  problems: ProblemList,
): FindingSettings {
  const given = { ...defaultFindingSettings, breakGlass };
  if (section === undefined || section === null) return given;
  const reader = openGroup(section, 'findings', names, problems);
  if (reader === undefined) return given;
  const settings = Object.fromEntries(
    names.map((name) => [name, readOne(reader, name, given)]),
  ) as unknown as FindingSettings;
  for (const [low, high] of ordered) {
    if (settings[low] > settings[high]) reader.refuse(low, `at most ${high} (${settings[high]})`);
  }
  // An account kept for emergencies is one for the rules as well as for the guards.
  return {
    ...settings,
    ...raised(settings, reader),
    breakGlass: [...new Set([...breakGlass, ...settings.breakGlass])],
  };
}

/** Pairs of which the first may not be above the second: nothing would be between them. */
const ordered: readonly (readonly [ThresholdName, ThresholdName])[] = [
  ['minTopAdministrators', 'maxTopAdministrators'],
  ['minPasswordLengthWithMfa', 'minPasswordLength'],
];

/** From the first on a rule speaks up, from the second on it is severe. */
const escalating: readonly (readonly [ThresholdName, ThresholdName])[] = [
  ['inactivityDays', 'longInactivityDays'],
  ['adminInactivityDays', 'longAdminInactivityDays'],
  ['neverDays', 'longNeverDays'],
  ['maxTopAdministrators', 'manyTopAdministrators'],
  ['reviewTopShare', 'failTopShare'],
  ['maxRememberHours', 'longRememberHours'],
];

/** Whoever raises the first and says nothing of the second means no finding to be severe at once. */
function raised(settings: FindingSettings, reader: Reader): Partial<Record<ThresholdName, number>> {
  return Object.fromEntries(
    escalating.flatMap(([from, severe]) => {
      if (settings[severe] >= settings[from]) return [];
      if (reader.isSet(severe)) reader.refuse(severe, `at least ${from} (${settings[from]})`);
      return [[severe, settings[from]] as const];
    }),
  );
}

function readOne<Setting extends Name>(
  reader: Reader,
  name: Setting,
  given: FindingSettings,
): FindingSettings[Setting] {
  return readers[name](reader, name, given[name]);
}

function families(reader: Reader, name: Name): FindingSettings['families'] {
  return readFamilies(reader.source.raw(name), reader.label(name), reader.problems);
}

function singleRules(reader: Reader, name: Name): FindingSettings['rules'] {
  return readSingleRules(reader.source.raw(name), reader.label(name), reader.problems);
}

function number(range: NumberRange): Read<number> {
  return (reader, name, fallback) => reader.number(name, range) ?? fallback;
}

function flag(reader: Reader, name: Name, fallback: boolean): boolean {
  return reader.flag(name, fallback);
}

function text(reader: Reader, name: Name, fallback: string | null): string | null {
  return reader.text(name, 'a text') ?? fallback;
}

function texts(reader: Reader, name: Name, fallback: readonly string[]): readonly string[] {
  return readTexts(reader, name, 'a list of texts') ?? fallback;
}

function digits(reader: Reader, name: Name, fallback: string | null): string | null {
  if (!reader.isSet(name)) return fallback;
  const raw = reader.source.raw(name);
  if (/^[1-9]\d{0,2}$/.test(String(raw))) return String(raw);
  reader.refuse(name, 'one to three digits, such as 44');
  return fallback;
}

function patterns(reader: Reader, name: Name, fallback: readonly string[]): readonly string[] {
  return readPatterns(reader, name) ?? fallback;
}

function oneOf<Value extends string>(values: readonly Value[]): Read<Value> {
  return (reader, name, fallback) => {
    const expected = values.join(', ');
    const written = reader.text(name, expected);
    const found = values.find((value) => value === written?.toUpperCase());
    if (written !== undefined && found === undefined) reader.refuse(name, expected);
    return found ?? fallback;
  };
}
