import type { Listing } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { wholeListing } from '../listing.ts';
import { flag, isObject, type Members, object, text, texts } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';

/** Client types of a policy that know no second factor ("conditionalAccessConditionSet", `clientAppTypes`). */
const PROTOCOLS = [
  ['exchangeActiveSync', 'Exchange ActiveSync'],
  ['other', 'IMAP, POP, SMTP and other old clients'],
] as const;

/** UNSURE: it shuts the protocol for some, and who is left cannot be read from it. */
type Effect = 'CLOSED' | 'UNSURE' | 'NONE';

/**
 * Old protocols that no policy shuts. Security defaults shut all of them ("Security defaults in Microsoft Entra ID"); without them it
 * takes a Conditional Access policy. Both are read with Policy.Read.All. Who is excluded from a policy is not looked at: Microsoft
 * itself advises to leave emergency accounts out.
 */
export async function readLegacyProtocols(api: GraphApi, context: CallContext): Promise<Listing<string>> {
  const defaults = await api.read('/policies/identitySecurityDefaultsEnforcementPolicy', {}, context);
  const isOn = flag(defaults.members, 'isEnabled');
  if (isOn === null) throw badResponse(defaults.origin, 'does not say whether security defaults are enabled');
  if (isOn) return wholeListing([], defaults.observedAt);
  const { rows: policies, observedAt } = await api.rows('/identity/conditionalAccess/policies', {}, context);
  const effects = PROTOCOLS.map(([type, name]) => ({ name, effect: strongest(policies, type) }));
  const open = effects.filter(({ effect }) => effect === 'NONE').map(({ name }) => name);
  if (effects.every(({ effect }) => effect !== 'UNSURE')) return wholeListing(open, observedAt);
  const message = 'A Conditional Access policy shuts old protocols for some, and not for all.';
  return { rows: open, complete: false, reason: 'PARTIAL', message, observedAt };
}

/** `state` of a policy that keeps nobody out ("conditionalAccessPolicy resource type"). */
const OFF: ReadonlySet<string> = new Set(['disabled', 'enabledForReportingButNotEnforced']);

/** `clientAppTypes` ("conditionalAccessConditionSet resource type"). */
const CLIENT_TYPES: ReadonlySet<string> = new Set([
  'all',
  'browser',
  'mobileAppsAndDesktopClients',
  'exchangeActiveSync',
  'easSupported',
  'other',
]);

function isClientType(type: string): boolean {
  return CLIENT_TYPES.has(type);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** `builtInControls` ("conditionalAccessGrantControls resource type"). */
const CONTROLS: ReadonlySet<string> = new Set([
  'block',
  'mfa',
  'compliantDevice',
  'domainJoinedDevice',
  'approvedApplication',
  'compliantApplication',
  'passwordChange',
]);

/** Null: a policy may do without, such as one that only bounds sessions. */
function isReadable(controls: unknown): boolean {
  if ((controls ?? null) === null) return true;
  return (
    isObject(controls) &&
    isListOfTexts(controls['builtInControls'] ?? []) &&
    texts(controls, 'builtInControls').every((control) => CONTROLS.has(control)) &&
    isObject(controls['authenticationStrength'] ?? {})
  );
}

function strongest(policies: readonly Members[], clientType: string): Effect {
  const effects = policies.map((policy) => effectOf(policy, clientType));
  return (
    effects.find((effect) => effect === 'CLOSED') ?? effects.find((effect) => effect === 'UNSURE') ?? 'NONE'
  );
}

function effectOf(policy: Members, clientType: string): Effect {
  const state = text(policy, 'state');
  if (OFF.has(state ?? '')) return 'NONE';
  const conditions = object(policy, 'conditions');
  // What cannot be read may shut it.
  if (state !== 'enabled' || conditions === null || !isListOfTexts(conditions['clientAppTypes']))
    return 'UNSURE';
  const types = texts(conditions, 'clientAppTypes');
  if (!types.includes('all') && !types.includes(clientType))
    return types.every(isClientType) ? 'NONE' : 'UNSURE';
  if (!isReadable(policy['grantControls'])) return 'UNSURE';
  const keepsOut = shuts(object(policy, 'grantControls'));
  if (keepsOut === 'NONE') return 'NONE';
  return holdsForAll(conditions) ? keepsOut : 'UNSURE';
}

/** A client that cannot do what a policy demands is kept out, and these cannot answer for a second factor. */
function shuts(controls: Members | null): Effect {
  if (controls === null) return 'NONE';
  const demanded = texts(controls, 'builtInControls');
  if (demanded.includes('block')) return 'CLOSED';
  const secondFactor = demanded.includes('mfa') || object(controls, 'authenticationStrength') !== null;
  if (!secondFactor) return 'NONE';
  // With OR it may be enough that the device is known.
  const isAlone = demanded.every((one) => one === 'mfa');
  return isAlone || text(controls, 'operator') === 'AND' ? 'CLOSED' : 'UNSURE';
}

/** Conditions that narrow a policy down; absent, null and empty ones do not. */
const NARROWING = [
  'platforms',
  'locations',
  'devices',
  'signInRiskLevels',
  'userRiskLevels',
  'servicePrincipalRiskLevels',
  'insiderRiskLevels',
  'authenticationFlows',
  'clientApplications',
];

function holdsForAll(conditions: Members): boolean {
  const users = object(conditions, 'users') ?? {};
  const applications = object(conditions, 'applications') ?? {};
  return (
    texts(users, 'includeUsers').includes('All') &&
    texts(applications, 'includeApplications').includes('All') &&
    isNothing(applications['excludeApplications']) &&
    isNothing(applications['applicationFilter']) &&
    NARROWING.every((name) => isNothing(conditions[name]))
  );
}

function isNothing(condition: unknown): boolean {
  return (
    condition === undefined || condition === null || (Array.isArray(condition) && condition.length === 0)
  );
}
