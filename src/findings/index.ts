/** All rules. Ids are unique; the order is that of the families. */
import { directoryRules } from './directory-rules.ts';
import type { AnyRule } from './rule.ts';
import { byEveryId, instanceIds } from './rule-instances.ts';
import { userRules } from './user-rules.ts';

export const rules: readonly AnyRule[] = [...userRules, ...directoryRules];

/** By every id that a finding can carry: those of the seed have one for each kind of directory. */
export const ruleById: ReadonlyMap<string, AnyRule> = byEveryId(rules);

/** The same ids and, for a rule with one id for each kind of directory, all of these where its own is among them. */
export function withInstances(ids: Iterable<string>): ReadonlySet<string> {
  const listed = new Map(rules.map((rule) => [rule.id, rule]));
  return new Set(
    [...ids].flatMap((id) => {
      const rule = listed.get(id);
      return rule === undefined ? [id] : instanceIds(rule);
    }),
  );
}
