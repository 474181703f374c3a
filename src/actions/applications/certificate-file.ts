import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../model/policy.ts';
import type { CertificateFile } from '../../providers/application-writes.ts';

/** What is wrong with a text that should be one public certificate, in words; null: nothing. */
export function pemProblem(pem: string): string | null {
  if (/PRIVATE KEY-----/.test(pem))
    return 'Expected a public certificate, received a text with a private key in it: send the certificate alone, and treat that key as known to others.';
  const count = pem.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (count !== 1) return `Expected one certificate in PEM, received ${count}.`;
  return parsed(pem) === null ? 'Expected a certificate in PEM, received a text that is none.' : null;
}

/** SHA-256 of the certificate, as tools print it; it is public. */
export function thumbprintOf(pem: string): string | null {
  return parsed(pem)?.fingerprint256 ?? null;
}

/** What the provider will say of it, as far as that can be known. */
export function foreseenOf({
  pem,
  usage,
}: CertificateFile): Pick<Certificate, 'expiresAt' | 'startsAt' | 'usage'> {
  const certificate = parsed(pem);
  return {
    usage,
    startsAt: certificate === null ? null : new Date(certificate.validFrom),
    expiresAt: certificate === null ? null : new Date(certificate.validTo),
  };
}

/**
 * Whether a row is this certificate for this use. Its number decides where the provider says it exactly; whose it is, who issued
 * it and from when to when it holds must be the same in any case. The order and the punctuation of names differ between tools.
 */
export function isSameCertificate(row: Certificate, { pem, usage }: CertificateFile): boolean {
  const certificate = parsed(pem);
  if (certificate === null || row.isKeyPair || row.usage !== usage) return false;
  const number = BigInt(`0x${certificate.serialNumber}`).toString();
  return (
    (row.serialNumber === null || row.serialNumber === number) &&
    row.startsAt?.getTime() === Date.parse(certificate.validFrom) &&
    row.expiresAt?.getTime() === Date.parse(certificate.validTo) &&
    wordsIn(row.subject ?? '') === wordsIn(certificate.subject) &&
    wordsIn(row.issuer ?? '') === wordsIn(certificate.issuer)
  );
}

function parsed(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function wordsIn(name: string): string {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}
