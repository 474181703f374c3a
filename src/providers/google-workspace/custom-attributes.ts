import type { Members } from '../rows.ts';

/**
 * What of a Google user has no place of its own in ours, by Google's names: whether a second step is enforced, the
 * administrator flags, the organisational unit, and the operator's schemas as `customSchemas`.
 */
const CARRIED = [
  'isEnforcedIn2Sv',
  'isAdmin',
  'isDelegatedAdmin',
  'orgUnitPath',
  'agreedToTerms',
  'includeInGlobalAddressList',
  'organizations',
  'externalIds',
  'customSchemas',
] as const;

export function customAttributes(user: Members): Readonly<Record<string, unknown>> {
  return Object.fromEntries(CARRIED.flatMap((name) => (name in user ? [[name, user[name]]] : [])));
}
