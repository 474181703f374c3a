import type { AdministratorSecurity } from '../../model/policy.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import type { Members } from '../rows.ts';
import { flag, isObject, object, reference, text } from '../rows.ts';
import { expectShape } from './shape.ts';

/** `adminConfig`: how administrators of the environment sign on. */
export function toAdministratorSecurity(config: Members): AdministratorSecurity {
  return {
    mfaStatus: text(config, 'mfaStatus'),
    authenticationMethod: text(config, 'authenticationMethod'),
    identityProviderId: reference(config, 'provider'),
    allowedMethods: allowedMethods(config),
    fido2Capable: flag(config, 'hasFido2Capabilities'),
    recoveryEnabled: flag(config, 'recovery'),
  };
}

/** `{ "TOTP": "{\"enabled\":true}" }`: documented as texts that hold JSON; objects and booleans are taken too. */
function allowedMethods(config: Members): readonly string[] {
  const methods = object(config, 'allowedMethods') ?? {};
  return Object.keys(methods).filter((method) => isEnabled(methods[method]) === true);
}

/**
 * Checks that every method says whether it is allowed: one that does not would be left out of those that are.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the method.
 */
export function expectMethods(config: Members, origin: Origin): void {
  expectShape(config, { parts: { allowedMethods: {} } }, origin);
  const methods = object(config, 'allowedMethods') ?? {};
  const unclear = Object.keys(methods).find((method) => isEnabled(methods[method]) === null);
  if (unclear !== undefined)
    throw badResponse(origin, `was expected to say whether allowedMethods.${unclear} is enabled`);
}

/** Null: it does not say. */
function isEnabled(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (isObject(value)) return flag(value, 'enabled');
  if (typeof value !== 'string') return null;
  if (/^true$|"enabled"\s*:\s*true/i.test(value)) return true;
  return /^false$|"enabled"\s*:\s*false/i.test(value) ? false : null;
}
