import { X509Certificate } from 'node:crypto';
import type { JsonObject } from './resource.ts';

const DAY_MS = 86_400_000;
const PEM = /-----BEGIN (?:CERTIFICATE|PKCS7|CMS)-----([\s\S]+?)-----END/;

/** DER of the signature algorithms that PingOne names. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['2a864886f70d01010b', 'SHA256withRSA'],
  ['2a864886f70d01010c', 'SHA384withRSA'],
  ['2a864886f70d01010d', 'SHA512withRSA'],
  ['2a8648ce3d040302', 'SHA256withECDSA'],
  ['2a8648ce3d040303', 'SHA384withECDSA'],
  ['2a8648ce3d040304', 'SHA512withECDSA'],
];
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

/** The members of a certificate row that a file gives: X.509 in PEM or DER, or the first certificate within PKCS7. */
export function readCertificate(file: Buffer): JsonObject | undefined {
  const armoured = PEM.exec(file.toString('latin1'))?.[1];
  const certificate = firstCertificate(armoured === undefined ? file : Buffer.from(armoured, 'base64'));
  if (certificate === undefined) return undefined;
  const [starts, ends] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const signature = certificate.raw.toString('hex');
  return {
    name: /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject,
    // Kept as text of digits: it may be longer than a double holds.
    serialNumber: String(BigInt(`0x${certificate.serialNumber}`)),
    subjectDN: distinguishedName(certificate.subject),
    issuerDN: distinguishedName(certificate.issuer),
    algorithm: asymmetricKeyType === 'rsa' ? 'RSA' : asymmetricKeyType === 'ec' ? 'EC' : 'UNKNOWN',
    keyLength: asymmetricKeyDetails?.modulusLength ?? CURVE_BITS[asymmetricKeyDetails?.namedCurve ?? ''] ?? 0,
    signatureAlgorithm: SIGNATURES.find(([oid]) => signature.includes(oid))?.[1] ?? 'SHA256withRSA',
    startsAt: new Date(starts).toISOString(),
    expiresAt: new Date(ends).toISOString(),
    validityPeriod: Math.round((ends - starts) / DAY_MS),
  };
}

/** PKCS7 wraps certificates in a structure of its own: the first sequence within it that is a certificate is taken. */
function firstCertificate(der: Buffer): X509Certificate | undefined {
  for (let at = 0; at >= 0 && at < der.length; at = der.indexOf(Buffer.from([0x30, 0x82]), at + 1)) {
    try {
      return new X509Certificate(der.subarray(at));
    } catch {
      // Not a certificate from here on: the next sequence may be.
    }
  }
  return undefined;
}

function distinguishedName(lines: string): string {
  return lines.split('\n').toReversed().join(', ');
}
