import type { AdministratorSecurity } from '../../model/policy.ts';
import type { Members } from '../rows.ts';
import { flag, object, reference, text, texts } from '../rows.ts';

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

/** `{ "TOTP": "{\"enabled\":true}" }`: documented as texts that hold JSON; objects, booleans and a plain array are taken too. */
function allowedMethods(config: Members): readonly string[] {
  const methods = object(config, 'allowedMethods');
  if (methods === null) return texts(config, 'allowedMethods');
  return Object.keys(methods).filter((method) => isEnabled(methods[method]));
}

function isEnabled(value: unknown): boolean {
  if (typeof value === 'string') return /^true$|"enabled"\s*:\s*true/i.test(value);
  if (typeof value === 'object' && value !== null) return 'enabled' in value && value.enabled === true;
  return value === true;
}
