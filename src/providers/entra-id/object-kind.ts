import type { Members } from '../rows.ts';
import { odataType } from './graph-api.ts';

/** OTHER: nobody acts as it, and nobody is in it. */
type ObjectKind = 'USER' | 'GROUP' | 'APPLICATION' | 'OTHER';

/**
 * Objects of a directory by their types ("directoryObject resource type"). Agents have types of their own, which Graph documents as
 * kinds of users ("agentUser") and of service principals ("agentIdentity", "agentIdentityBlueprintPrincipal").
 */
const KINDS: ReadonlyMap<string, ObjectKind> = new Map<string, ObjectKind>([
  ['user', 'USER'],
  ['agentUser', 'USER'],
  ['group', 'GROUP'],
  ['servicePrincipal', 'APPLICATION'],
  ['agentIdentity', 'APPLICATION'],
  ['agentIdentityBlueprintPrincipal', 'APPLICATION'],
  ['device', 'OTHER'],
  ['orgContact', 'OTHER'],
  ['directoryRole', 'OTHER'],
  ['administrativeUnit', 'OTHER'],
]);

/** What an object of a mixed list is; null: it does not say, or says a word that is new, and may be anything. */
export function objectKind(members: Members): ObjectKind | null {
  return KINDS.get(odataType(members) ?? '') ?? null;
}
