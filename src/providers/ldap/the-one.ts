import type { CallContext } from '../../upstream/call.ts';
import type { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import type { LdapApi } from './directory-api.ts';
import { canonicalDn, isWithin } from './values/dn.ts';
import type { Entry } from './values/entry.ts';
import type { LdapCall } from './wire/ldap-runner.ts';

/**
 * The entry that was asked for by its DN; null: there is none.
 * @throws {UpstreamError} `BAD_RESPONSE` when another one came, or more than one.
 */
export function theOneAt(
  dn: string,
  entries: readonly Entry[],
  call: LdapCall,
  api: LdapApi,
  context: CallContext,
): Entry | null {
  const found = theOnly(entries, call, api, context);
  if (found !== null && canonicalDn(found.dn) !== canonicalDn(dn)) throw anothers(call, api, context);
  return found;
}

/**
 * The entry that was asked for by its id; null: there is none. An answer about somebody else, whatever mixed it up, must not decide
 * whom a change is sent for.
 * @param idOf reads the id in the flavour's attribute.
 * @param base where it must lie; null: an id may lead anywhere, and the caller judges where to.
 * @throws {UpstreamError} `BAD_RESPONSE` when another one came, or more than one, or one without an id.
 */
export function theOneOf(
  { id, idOf, base }: { id: string; idOf: (entry: Entry) => string | null; base: string | null },
  entries: readonly Entry[],
  call: LdapCall,
  api: LdapApi,
  context: CallContext,
): Entry | null {
  const found = theOnly(entries, call, api, context);
  if (found === null) return null;
  const came = idOf(found);
  if (came === null)
    throw wrong(
      'has an entry without the id that it was asked for by (entryUUID, objectGUID): the account must be let see it',
      call,
      api,
      context,
    );
  if (came.toLowerCase() !== id.toLowerCase()) throw anothers(call, api, context);
  if (base !== null && !isWithin(found.dn, base))
    throw wrong('has an entry from outside the base that was asked for', call, api, context);
  return found;
}

function theOnly(
  entries: readonly Entry[],
  call: LdapCall,
  api: LdapApi,
  context: CallContext,
): Entry | null {
  if (entries.length > 1)
    throw wrong(`has ${entries.length} entries, expected one at most`, call, api, context);
  return entries[0] ?? null;
}

function anothers(call: LdapCall, api: LdapApi, context: CallContext): UpstreamError {
  return wrong('is about another object than the one that was asked for', call, api, context);
}

function wrong(
  problem: string,
  { method, route }: LdapCall,
  { directory }: LdapApi,
  { transactionId }: CallContext,
): UpstreamError {
  return badResponse({ directory, method, route, transactionId }, problem);
}
