import type { Certificate } from '../model/policy.ts';
import type { Secret } from '../model/secret.ts';
import type { CallContext } from '../upstream/call.ts';

/**
 * What changes applications beyond their own record, and certificates. A method sends, and resolves when the provider
 * accepted; whoever calls reads back. All throw `UpstreamError`.
 */
export interface ApplicationWrites {
  /**
   * Makes a new client secret, which every call does anew, and answers it: the provider does not tell it in this way again. The
   * one that was current goes on working until `previousExpiresAt` (null: as long as the provider thinks right), and the one
   * before it ends.
   */
  rotateSecret(applicationId: string, previousExpiresAt: Date | null, context: CallContext): Promise<Secret>;
  /** Ends the client secret before the current one at once. */
  deletePreviousSecret(applicationId: string, context: CallContext): Promise<void>;
  /** Answers the new certificate's id; null: the provider took it and did not say. */
  importCertificate(certificate: CertificateFile, context: CallContext): Promise<string | null>;
  /** Refused with `CONFLICT` while something uses it. */
  deleteCertificate(certificateId: string, context: CallContext): Promise<void>;
}

/** A public certificate as it is handed over; it holds no private key. */
export interface CertificateFile {
  readonly usage: Exclude<Certificate['usage'], 'UNKNOWN'>;
  /** Text between `-----BEGIN CERTIFICATE-----` and `-----END CERTIFICATE-----`, with these lines. */
  readonly pem: string;
}
