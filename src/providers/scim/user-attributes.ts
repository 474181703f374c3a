import type { Members } from '../rows.ts';
import { isObject, object, text } from '../rows.ts';

/** RFC 7643 section 4.3. */
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Attributes of the core schema: each has a place of its own, or none with us. */
const CORE: ReadonlySet<string> = new Set([
  'schemas',
  'id',
  'externalId',
  'meta',
  'userName',
  'name',
  'displayName',
  'nickName',
  'profileUrl',
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'active',
  'password',
  'emails',
  'phoneNumbers',
  'ims',
  'photos',
  'addresses',
  'groups',
  'entitlements',
  'roles',
  'x509Certificates',
]);

/** A service that tells a secret by mistake is not to be helped in spreading it. */
const SECRET = /passw|secret|token|credential/i;

/**
 * `roles` and `entitlements`, which are free text without any meaning in the standard (no roles of administrators: they count
 * as none), what the enterprise extension says of the employment, and what the service's own schemas add.
 */
export function customAttributes(user: Members): Readonly<Record<string, unknown>> {
  const roles = valuesOf(user, 'roles');
  const entitlements = valuesOf(user, 'entitlements');
  return {
    ...Object.fromEntries(
      Object.entries(user).filter(
        ([name, value]) => !CORE.has(name) && name !== ENTERPRISE && !SECRET.test(name) && value !== null,
      ),
    ),
    ...employment(object(user, ENTERPRISE) ?? {}),
    ...(roles.length === 0 ? {} : { roles }),
    ...(entitlements.length === 0 ? {} : { entitlements }),
  };
}

function employment(extension: Members): Readonly<Record<string, unknown>> {
  const names = ['costCenter', 'organization', 'division', 'department'];
  const said = names.flatMap((name) => {
    const value = text(extension, name);
    return value === null ? [] : [[name, value] as const];
  });
  const manager = object(extension, 'manager');
  const managerId = manager === null ? null : text(manager, 'value');
  return { ...Object.fromEntries(said), ...(managerId === null ? {} : { managerId }) };
}

/** Values of a multi-valued attribute, whether as documented (`[{ value }]`) or as plain texts. */
function valuesOf(user: Members, name: string): readonly string[] {
  const values = user[name];
  if (!Array.isArray(values)) return [];
  return values.flatMap((one: unknown) => {
    if (typeof one === 'string') return [one];
    return isObject(one) ? (text(one, 'value') ?? text(one, 'display') ?? []) : [];
  });
}
