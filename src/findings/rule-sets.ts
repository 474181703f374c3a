/** Which rules are on: the seed and the core, whole families as the operator wants them, and single rules above that. */
import { findingFamilies, type FindingFamily } from '../model/finding.ts';
import type { AnyRule } from './rule.ts';
import { defaultFindingSettings, type FindingSettings } from './settings.ts';

/** How much of the directory could be judged is told whatever is switched off: a score without it would say too much. */
const ALWAYS_ON: FindingFamily = 'COVERAGE';

export function isAlwaysOn({ family }: Pick<AnyRule, 'family'>): boolean {
  return family === ALWAYS_ON;
}

/**
 * Whether a rule is evaluated. What is said of the rule itself wins over what is said of its family; where nothing is said, the seed
 * and core rules are on and the extended ones off. The rules about the evaluation itself are always on.
 */
export function isOn(
  rule: Pick<AnyRule, 'id' | 'family' | 'set'>,
  { families, rules }: Pick<FindingSettings, 'families' | 'rules'>,
): boolean {
  if (isAlwaysOn(rule)) return true;
  return rules[rule.id] ?? families[rule.family] ?? rule.set !== 'EXTENDED';
}

/** Families that can be switched. */
export const switchableFamilies: readonly FindingFamily[] = findingFamilies.filter(
  (family) => family !== ALWAYS_ON,
);

const everyFamily: FindingSettings['families'] = Object.fromEntries(
  switchableFamilies.map((family) => [family, true]),
);

/** The same settings with every family on of which they say nothing: for a directory that is only looked around in. */
export function withEveryFamily(settings: FindingSettings): FindingSettings {
  return { ...settings, families: { ...everyFamily, ...settings.families } };
}

/** All rules, with the defaults of everything else. */
export const everyRuleOn: FindingSettings = withEveryFamily(defaultFindingSettings);
