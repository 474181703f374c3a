import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Certificate } from '../../model/policy.ts';
import type { ActionEnvironment } from '../action.ts';

/** The rows of now; key pairs, whose private half the directory holds, are left alone by these actions. */
export async function readCertificates({
  provider,
  context,
}: ActionEnvironment): Promise<readonly Certificate[]> {
  const { rows } = await provider.settings.certificates(context);
  return rows.filter(({ isKeyPair }) => !isKeyPair);
}

export function describeCertificate(certificate: Certificate): JsonObject {
  const { name, usage, serialNumber, subject, issuer, startsAt, expiresAt } = certificate;
  return {
    name,
    usage,
    serialNumber,
    subject,
    issuer,
    startsAt: startsAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

export function forgetCertificates({ directory }: DirectoryLoaders): void {
  directory.cache.evict('certificates', '');
}
