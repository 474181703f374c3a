import type { Certificate } from '../../model/policy.ts';
import type { Members, Row } from '../rows.ts';
import { flag, instant, text, whole } from '../rows.ts';

const USAGES: ReadonlyMap<string, Certificate['usage']> = new Map([
  ['SIGNING', 'SIGNING'],
  ['ENCRYPTION', 'ENCRYPTION'],
  ['SSL/TLS', 'SSL_TLS'],
  ['ISSUANCE', 'ISSUANCE'],
  ['OUTBOUND_MTLS', 'OUTBOUND_MTLS'],
]);

/** A row of `certificates`, or of `keys`: of those only what is public. */
export function toCertificate(row: Row, directory: string, isKeyPair: boolean): Certificate {
  const certificate = row.members;
  const rawUsage = text(certificate, 'usageType');
  return {
    directory,
    externalId: row.id,
    name: text(certificate, 'name') ?? row.id,
    isKeyPair,
    usage: USAGES.get(rawUsage ?? '') ?? 'UNKNOWN',
    rawUsage,
    algorithm: text(certificate, 'algorithm'),
    keyLength: whole(certificate, 'keyLength'),
    signatureAlgorithm: text(certificate, 'signatureAlgorithm'),
    serialNumber: serialNumber(certificate),
    subject: text(certificate, 'subjectDN'),
    issuer: text(certificate, 'issuerDN'),
    startsAt: instant(certificate, 'startsAt'),
    expiresAt: instant(certificate, 'expiresAt'),
    status: text(certificate, 'status'),
    isDefault: flag(certificate, 'default'),
  };
}

/** PingOne sends an integer that may be longer than a JavaScript number holds: then digits are lost, and none is better than a wrong one. */
function serialNumber(certificate: Members): string | null {
  const number = whole(certificate, 'serialNumber');
  return text(certificate, 'serialNumber') ?? (number === null ? null : String(number));
}
