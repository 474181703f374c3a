/** All rules. Ids are unique; the order is that of the families. */
import { directoryRules } from './directory-rules.ts';
import type { AnyRule } from './rule.ts';
import { userRules } from './user-rules.ts';

export const rules: readonly AnyRule[] = [...userRules, ...directoryRules];

export const ruleById: ReadonlyMap<string, AnyRule> = new Map(rules.map((rule) => [rule.id, rule]));
