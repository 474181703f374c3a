/**
 * Rules whose predicate holds for every provider and whose id names one: `ping_identity::user_not_in_idp` is
 * `okta::user_not_in_idp` in an Okta organisation. The rule that is listed is PingOne's.
 */
import type { ProviderKind } from '../model/directory.ts';
import { onceFor } from '../model/once-for.ts';
import type { AnyRule } from './rule.ts';

const namespaces: Readonly<Record<ProviderKind, string>> = {
  PINGONE: 'ping_identity',
  OKTA: 'okta',
  ENTRA_ID: 'entra_id',
  GOOGLE_WORKSPACE: 'google_workspace',
  SCIM: 'scim',
  LDAP: 'ldap',
  KEYCLOAK: 'keycloak',
};

const kinds = Object.keys(namespaces) as ProviderKind[];

function isTemplate({ id }: Pick<AnyRule, 'id'>): boolean {
  return id.startsWith(`${namespaces.PINGONE}::`);
}

/** The ids under which a rule appears: one, or one for each kind of directory. */
export function instanceIds(rule: Pick<AnyRule, 'id'>): readonly string[] {
  return isTemplate(rule) ? kinds.map((kind) => idIn(rule, kind)) : [rule.id];
}

function idIn({ id }: Pick<AnyRule, 'id'>, kind: ProviderKind): string {
  return `${namespaces[kind]}::${id.slice(namespaces.PINGONE.length + 2)}`;
}

/** The rule as it is called in directories of a kind; null: of a kind that nobody said. */
export function instanceIn(rule: AnyRule, kind: ProviderKind | null): AnyRule {
  if (kind === null || kind === 'PINGONE' || !isTemplate(rule)) return rule;
  return instances(rule).get(kind) ?? rule;
}

const instances = onceFor(
  (rule: AnyRule): ReadonlyMap<ProviderKind, AnyRule> =>
    new Map(kinds.map((kind) => [kind, { ...rule, id: idIn(rule, kind) }])),
);

/** Every id by which a rule can be found, with the rule as it is called by it. */
export function byEveryId(rules: readonly AnyRule[]): ReadonlyMap<string, AnyRule> {
  return new Map(
    rules.flatMap((rule): (readonly [string, AnyRule])[] => [
      ...(isTemplate(rule) ? [...instances(rule).values()].map((made) => [made.id, made] as const) : []),
      [rule.id, rule],
    ]),
  );
}
