/** Every case of a rule also proves that it reads no setting which it does not name. */
import { rules } from '../../src/findings/index.ts';
import type { AnyRule, FactsOf, Rule } from '../../src/findings/rule.ts';
import { defaultFindingSettings, type FindingSettings } from '../../src/findings/settings.ts';

let asked: AnyRule | null = null;

/** Settings that throw when a rule reads one that it does not name. */
export function watched(settings: FindingSettings): FindingSettings {
  return new Proxy(settings, {
    get(target, name, receiver) {
      if (asked !== null && Object.hasOwn(defaultFindingSettings, name)) {
        const named: readonly string[] = asked.settings;
        if (!named.includes(String(name)))
          throw new Error(`${asked.id} reads ${String(name)}, which its \`settings\` do not name.`);
      }
      return Reflect.get(target, name, receiver);
    },
  });
}

function asking<A extends readonly unknown[], T>(rule: AnyRule, ask: (...args: A) => T): (...args: A) => T {
  return (...args) => {
    const before = asked;
    asked = rule;
    try {
      return ask(...args);
    } finally {
      asked = before;
    }
  };
}

/** The same rule; while it is asked, `watched` settings look at what it reads. */
export function watching<S extends keyof FactsOf>(rule: Rule<S>): Rule<S> {
  const any = rule as unknown as AnyRule;
  return {
    ...rule,
    scope: asking(any, (facts) => rule.scope(facts)),
    holds: asking(any, (facts) => rule.holds(facts)),
    evidence: asking(any, (facts) => rule.evidence(facts)),
    ...(rule.notes && { notes: asking(any, (facts: FactsOf[S]) => rule.notes?.(facts) ?? []) }),
    ...(rule.severityOf && {
      severityOf: asking(any, (facts: FactsOf[S]) => rule.severityOf?.(facts) ?? rule.severity),
    }),
  };
}

export const watchedRules: readonly AnyRule[] = rules.map(
  (rule) => watching(rule as Rule) as unknown as AnyRule,
);
