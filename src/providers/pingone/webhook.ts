import type { Webhook } from '../../model/policy.ts';
import type { Row } from '../rows.ts';
import { flag, object, text } from '../rows.ts';

/** A row of `subscriptions`. Headers stay behind, and so do credentials written into the address. */
export function toWebhook(row: Row): Webhook {
  const { members } = row;
  const endpoint = object(members, 'httpEndpoint') ?? object(members, 'connectionDetails') ?? {};
  return {
    externalId: row.id,
    name: text(members, 'name') ?? row.id,
    enabled: flag(members, 'enabled'),
    format: text(members, 'format'),
    url: publicPart(text(endpoint, 'url')),
    verifiesTls: flag(members, 'verifyTlsCertificates'),
  };
}

/** Collectors often take their key in the query or before the host. */
function publicPart(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
