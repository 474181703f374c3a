import { Secret } from '../../model/secret.ts';
import type { ApplicationWrites, CertificateFile } from '../application-writes.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';

const SECRET = 'applications/{applicationId}/secret';

export function createApplicationWrites(api: EnvironmentApi): ApplicationWrites {
  return {
    /** Answered with 200, not 201, and with both secrets (PingOne API reference, "Update application secret"). */
    rotateSecret: async (applicationId, previousExpiresAt, context) => {
      const body =
        previousExpiresAt === null ? {} : { previous: { expiresAt: previousExpiresAt.toISOString() } };
      const { members, origin } = await api.send(
        SECRET,
        { applicationId },
        { method: 'POST', body, idempotent: false },
        context,
      );
      const secret = text(members, 'secret');
      if (secret === null || secret === '')
        throw badResponse(
          origin,
          `was expected to have the new secret, found ${kindOf(members['secret'])} in its place`,
        );
      return new Secret(secret);
    },
    /** "Delete application secret" drops the previous one; the current one cannot be dropped. */
    deletePreviousSecret: async (applicationId, context) => {
      await api.command(SECRET, { applicationId }, { method: 'DELETE' }, context);
    },
    /** Answered with 202, and the certificate is there at once all the same. */
    importCertificate: async (certificate, context) => {
      const { members } = await api.send(
        'certificates',
        {},
        { method: 'POST', ...(await formOf(certificate)), idempotent: false },
        context,
      );
      return text(members, 'id');
    },
    deleteCertificate: async (certificateId, context) => {
      await api.command('certificates/{certificateId}', { certificateId }, { method: 'DELETE' }, context);
    },
  };
}

/** PingOne takes certificates as a form with a file ("Create certificate from file"). */
async function formOf({
  usage,
  pem,
}: CertificateFile): Promise<{ readonly rawBody: string; readonly contentType: string }> {
  const form = new FormData();
  form.set('usageType', usage === 'SSL_TLS' ? 'SSL/TLS' : usage);
  form.set('file', new Blob([pem], { type: 'application/x-pem-file' }), 'certificate.pem');
  // The platform writes the form, and names the boundary that it chose.
  const written = new Response(form);
  return { rawBody: await written.text(), contentType: written.headers.get('content-type') ?? '' };
}
