/** What a rule measures with, as an operator reads it: the value in force beside the default. */
import type { AnyRule } from './rule.ts';
import { defaultFindingSettings, type FindingSettings, type RuleSetting } from './settings.ts';
import { type ThresholdName, thresholds, type ThresholdUnit } from './thresholds.ts';

export interface RuleThreshold {
  /** As it is called in the configuration, under `findings`. */
  readonly name: RuleSetting;
  /** A number, a text, a list of texts, true or false; null: it is not set. */
  readonly value: FindingSettings[RuleSetting];
  readonly default: FindingSettings[RuleSetting];
  /** Null: it is no number. */
  readonly unit: ThresholdUnit | null;
}

/** Everything that the operator can set and the rule's answer rests on, the main one first. */
export function thresholdsOf(
  rule: Pick<AnyRule, 'settings'>,
  settings: FindingSettings,
): readonly RuleThreshold[] {
  return rule.settings.map((name) => ({
    name,
    value: settings[name],
    default: defaultFindingSettings[name],
    unit: isThreshold(name) ? thresholds[name].unit : null,
  }));
}

/** The number that matters most; null: the rule does not measure anything. */
export function mainThreshold(
  rule: Pick<AnyRule, 'settings'>,
  settings: FindingSettings,
): { readonly value: number; readonly default: number } | null {
  const name = rule.settings.find(isThreshold);
  return name === undefined ? null : { value: settings[name], default: defaultFindingSettings[name] };
}

function isThreshold(name: RuleSetting): name is ThresholdName {
  return Object.hasOwn(thresholds, name);
}
