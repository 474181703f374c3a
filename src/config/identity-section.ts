import {
  type CorrelationSettings,
  defaultCorrelationSettings,
  type EmailRule,
} from '../identities/settings.ts';
import { didYouMean } from './neighbour.ts';
import { readPatterns } from './pattern-setting.ts';
import { describe, type ProblemList } from './problems.ts';
import { type SettingReader, tidy } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

const IDENTITY_SETTINGS = [
  'domainAliases',
  'emailRules',
  'usernameDomain',
  'employeeNumberAttribute',
  'serviceAccountPatterns',
  'recycleGapDays',
  'stripLeadingZeros',
] as const;

type Name = (typeof IDENTITY_SETTINGS)[number];
type Reader = SettingReader<Name>;

const RULE_SETTINGS = ['plus', 'dots'] as const;

const DOMAIN = 'a mail domain, such as corp.example';

export interface IdentityInput {
  /** The configured ones. */
  readonly directories: readonly { readonly key: string }[];
  /** Those of the rules: machines are the same for both. */
  readonly serviceAccountPatterns: readonly string[];
}

/** How accounts of one person are told from those of two: what `identities` of the file says, and the defaults. */
export function readIdentities(
  section: unknown,
  { directories, serviceAccountPatterns }: IdentityInput,
  problems: ProblemList,
): CorrelationSettings {
  const given = { ...defaultCorrelationSettings, serviceAccountPatterns };
  if (section === undefined || section === null) return given;
  const reader = openGroup(section, 'identities', IDENTITY_SETTINGS, problems);
  if (reader === undefined) return given;
  const keys = directories.map(({ key }) => key);
  return {
    ...given,
    domainAliases: readAliases(reader),
    emailRules: readRules(reader),
    usernameDomain: readByDirectory(reader, 'usernameDomain', keys, DOMAIN, isDomain),
    employeeNumberAttribute: readByDirectory(
      reader,
      'employeeNumberAttribute',
      keys,
      'the name of a custom attribute, externalId or sourceId',
      (text) => text.length <= 256,
    ),
    serviceAccountPatterns: readPatterns(reader, 'serviceAccountPatterns') ?? serviceAccountPatterns,
    recycleGapDays:
      reader.number('recycleGapDays', { min: 1, max: 3_650, whole: true }) ?? given.recycleGapDays,
    stripLeadingZeros: reader.flag('stripLeadingZeros', given.stripLeadingZeros),
  };
}

function isDomain(text: string): boolean {
  return text.length <= 253 && /^[^\s@/:?#\\]+$/.test(text);
}

function plainDomain(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

/** A domain that stands for another must not itself be one that another stands for: who is who would depend on the order. */
function readAliases(reader: Reader): Readonly<Record<string, string>> {
  const aliases = readMap(reader, 'domainAliases', 'a mail domain for each of its other names').flatMap(
    ([alias, domain]) => {
      const label = `${reader.label('domainAliases')}.${alias.slice(0, 80)}`;
      const text = typeof domain === 'string' ? tidy(domain) : '';
      if (isDomain(alias) && isDomain(text)) return [[plainDomain(alias), plainDomain(text), label] as const];
      const received = isDomain(alias) ? domain : alias;
      reader.problems.add({ setting: label, expected: DOMAIN, received: describe(received) });
      return [];
    },
  );
  const names = new Set(aliases.map(([alias]) => alias));
  for (const [, domain, label] of aliases)
    if (names.has(domain))
      reader.problems.add({
        setting: label,
        expected: 'the domain itself, not another name of it',
        received: describe(domain),
      });
  return Object.fromEntries(aliases);
}

function readRules(reader: Reader): Readonly<Record<string, EmailRule>> {
  const rules = readMap(reader, 'emailRules', 'rules by mail domain').flatMap(([domain, value]) => {
    const path = `${reader.label('emailRules')}.${domain.slice(0, 80)}`;
    if (!isDomain(domain)) {
      reader.problems.add({ setting: path, expected: DOMAIN, received: describe(domain) });
      return [];
    }
    const rule = openGroup(value, path, RULE_SETTINGS, reader.problems);
    if (rule === undefined) return [];
    const plus = rule.text('plus', 'strip');
    if (plus !== undefined && plus !== 'strip') rule.refuse('plus', 'strip');
    const dots = rule.text('dots', 'ignore');
    if (dots !== undefined && dots !== 'ignore') rule.refuse('dots', 'ignore');
    const read: EmailRule = {
      ...(plus === 'strip' && { plus }),
      ...(dots === 'ignore' && { dots }),
    };
    return [[plainDomain(domain), read] as const];
  });
  return Object.fromEntries(rules);
}

function readByDirectory(
  reader: Reader,
  name: Name,
  keys: readonly string[],
  expected: string,
  isRight: (text: string) => boolean,
): Readonly<Record<string, string>> {
  const texts = readMap(reader, name, `${expected}, by directory`).flatMap(([key, value]) => {
    const label = `${reader.label(name)}.${key.slice(0, 80)}`;
    if (!keys.includes(key)) {
      reader.problems.add({
        setting: label,
        expected: `the key of a directory (${keys.join(', ')})`,
        received: describe(key),
        ...didYouMean(key, keys),
      });
      return [];
    }
    const text = typeof value === 'string' ? tidy(value) : '';
    if (text !== '' && isRight(text)) return [[key, text] as const];
    reader.problems.add({ setting: label, expected, received: describe(value) });
    return [];
  });
  return Object.fromEntries(texts);
}

function readMap(reader: Reader, name: Name, expected: string): readonly (readonly [string, unknown])[] {
  if (!reader.isSet(name)) return [];
  const raw = reader.source.raw(name);
  if (raw instanceof Map)
    return [...raw].map(([key, value]: [unknown, unknown]) => [String(key).trim(), value] as const);
  reader.refuse(name, `a group: ${expected}`);
  return [];
}
