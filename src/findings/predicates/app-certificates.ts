import type { Certificate } from '../../model/policy.ts';
import type { ApplicationFacts, DirectoryFacts } from '../facts.ts';
import { undecided } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';
import { DAY_MS } from '../time.ts';
import { certificatesWithIds } from './org-certificates.ts';

/**
 * Whether certificates are bound to the application. Of WS-Federation the gateway does not read which; keys of OpenID
 * Connect applications belong to the directory and are rotated by it.
 */
export function hasBoundCertificates(facts: ApplicationFacts): Truth {
  const { protocol, saml } = facts.application;
  if (protocol === 'WS_FED') return undecided('NOT_CAPABLE');
  if (protocol === 'UNKNOWN') return undecided('INVALID_VALUE');
  if (protocol !== 'SAML') return false;
  return saml === null ? undecided('FIELD_NULL') : true;
}

/** The key that signs for a SAML application, and its service provider's certificates. */
export function boundCertificates(facts: ApplicationFacts): ListFact<Certificate> {
  const { saml } = facts.application;
  if (saml === null) return { rows: [], complete: false, reason: 'MISSING' };
  const own = saml.signingKeyId === null ? [] : [saml.signingKeyId];
  const list = certificatesWithIds(facts.directory, [...own, ...saml.spCertificateIds]);
  // Without a key of its own the row does not say which key signs.
  return own.length > 0 || !list.complete ? list : { ...list, complete: false, reason: 'MISSING' };
}

const minBits = { RSA: 2048, EC: 256 };

/** Bits that NIST SP 800-57 still accepts: 2048 of RSA, 256 of an elliptic curve. PingOne also permits 224. */
export function isShortKey(certificate: Certificate): Truth {
  const { algorithm, keyLength } = certificate;
  if (algorithm === null || keyLength === null) return undecided('FIELD_NULL');
  const family = algorithm.toUpperCase();
  if (family.startsWith('RSA')) return keyLength < minBits.RSA;
  return family.startsWith('EC') ? keyLength < minBits.EC : undecided('INVALID_VALUE');
}

export function livesTooLong({ settings }: DirectoryFacts, { startsAt, expiresAt }: Certificate): Truth {
  if (startsAt === null || expiresAt === null) return undecided('FIELD_NULL');
  return expiresAt.getTime() - startsAt.getTime() > settings.maxCertificateDays * DAY_MS;
}
