import type { ApplicationFacts } from '../facts.ts';
import { any, or, undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';

const changesPeople =
  /^p1:(create|update|delete|reset|unlock|\*):(users?|userpassword|usermfaenabled|devices?|sessions?|pairingkey|userlinkedaccounts|\*)(:|$)/;

/** Scopes by which signed-in people change their own record and no other, as PingOne documents them. */
const ownRecord =
  /^p1:(update:user|update:usermfaenabled|create:device|update:device|delete:device|reset:userpassword|delete:userlinkedaccounts|create:pairingkey|delete:sessions)(:|$)/;

/** Whether a scope of the PingOne API changes other people's accounts, passwords, devices or sessions. */
export function isSensitiveScope(scope: string): boolean {
  const name = scope.toLowerCase();
  return changesPeople.test(name) && !ownRecord.test(name);
}

/** Resources that are not the API of PingOne itself; a kind that nobody knows may be. */
const otherResources: ReadonlySet<string> = new Set(['OPENID_CONNECT', 'CUSTOM']);

/** Whether the application may ask for such a scope. Resources of the operator's own are not looked at. */
export function holdsSensitiveScope(facts: ApplicationFacts): Truth {
  return any(facts.resourceGrants, (grant) => {
    if (otherResources.has(grant.resourceType ?? '')) return false;
    const found = or(
      ...grant.scopes.map(
        (scope) => () => (scope === null ? undecided('FIELD_NULL') : isSensitiveScope(scope)),
      ),
    );
    if (found === false) return false;
    if (grant.resourceType === null) return undecided('FIELD_NULL');
    return grant.resourceType === 'PINGONE_API' ? found : undecided('INVALID_VALUE');
  });
}

export function sensitiveScopesOf(facts: ApplicationFacts): readonly string[] {
  return facts.resourceGrants.rows
    .filter((grant) => grant.resourceType === 'PINGONE_API')
    .flatMap((grant) => grant.scopes)
    .filter((scope) => scope !== null && isSensitiveScope(scope))
    .map(String);
}
