import type { AccountRef } from './manual-link.ts';

/** The id of the identity that an account anchors: the account's own address in the graph, so that it can be found again. */
export function identityId({ directory, externalId }: AccountRef): string {
  return Buffer.from(JSON.stringify([directory, externalId])).toString('base64url');
}

/** The account that an id names; null for what is no id of an identity. */
export function anchorOfId(id: string): AccountRef | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 2) return null;
    const [directory, externalId] = parts as unknown[];
    return typeof directory === 'string' && typeof externalId === 'string' ? { directory, externalId } : null;
  } catch {
    return null;
  }
}
