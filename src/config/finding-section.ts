import { defaultFindingSettings, type FindingSettings } from '../findings/settings.ts';
import { readTexts } from './list-setting.ts';
import { readPatterns } from './pattern-setting.ts';
import type { ProblemList } from './problems.ts';
import type { NumberRange, SettingReader } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

type Name = keyof FindingSettings;
type Reader = SettingReader<Name>;
type Read<T> = (reader: Reader, name: Name, fallback: T) => T;

const names = Object.keys(defaultFindingSettings) as Name[];

const days = number({ min: 1, max: 3_650, whole: true });
const hours = number({ min: 1, max: 8_760, whole: true });
const graceHours = number({ min: 0, max: 8_760, whole: true });
const share = number({ min: 0, max: 1, whole: false });
const heads = number({ min: 1, max: 1_000_000, whole: true });

const readers: { readonly [Setting in Name]: Read<FindingSettings[Setting]> } = {
  inactivityDays: days,
  adminInactivityDays: days,
  guestInactivityDays: days,
  applicationInactivityDays: days,
  neverDays: days,
  pendingDays: days,
  verifyDays: days,
  mfaGraceDays: days,
  targetCoverage: share,
  maxTopAdministrators: heads,
  minTopAdministrators: heads,
  maxAdministratorRatio: share,
  maxAdministrators: heads,
  maxSecretDays: days,
  certificateWarnDays: days,
  maxBypassHours: hours,
  maxPrivilegedGroupSize: heads,
  endDateGraceHours: hours,
  leaverGraceHours: graceHours,
  leaverActivityGraceHours: graceHours,
  strangerGraceHours: graceHours,
  statusConflictGraceHours: graceHours,
  minLeaverDirectories: heads,
  maxAccountsPerPerson: heads,
  retentionDays: days,
  knownLocalAccounts: texts,
  localPopulations: texts,
  accountsExpectedIn: texts,
  accountsExpectedOf: texts,
  breakGlass: texts,
  ignore: texts,
  organizationDomains: texts,
  partnerDomains: texts,
  mfaEngine: oneOf(['PINGONE', 'PINGID', 'DAVINCI', 'EXTERNAL']),
  sensitiveReads: flag,
  serviceAccountPatterns: patterns,
  defaultCallingCode: digits,
  endDatesKept: flag,
  ownerAttribute: text,
  roleAssignmentModel: oneOf(['ANY', 'GROUP']),
  groupMembershipExpected: flag,
};

/** The thresholds of the rules: what `findings` of the file says, and the defaults. */
export function readFindings(
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
  if (settings.minTopAdministrators > settings.maxTopAdministrators) {
    reader.refuse('minTopAdministrators', `at most maxTopAdministrators (${settings.maxTopAdministrators})`);
  }
  // An account kept for emergencies is one for the rules as well as for the guards.
  return { ...settings, breakGlass: [...new Set([...breakGlass, ...settings.breakGlass])] };
}

function readOne<Setting extends Name>(
  reader: Reader,
  name: Setting,
  given: FindingSettings,
): FindingSettings[Setting] {
  return readers[name](reader, name, given[name]);
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
