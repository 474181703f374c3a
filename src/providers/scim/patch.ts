import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Ids } from '../paths.ts';
import { object, text } from '../rows.ts';
import { WITHOUT_MEMBERS } from './page-sizes.ts';
import type { ScimApi } from './scim-api.ts';

/** One change of one attribute (RFC 7644 section 3.5.2). */
export interface Operation {
  /** In lower case: what some services write otherwise, others refuse. */
  readonly op: 'add' | 'remove' | 'replace';
  /** Always said: what an operation without a path changes, services understand differently. */
  readonly path: string;
  readonly value?: unknown;
}

const SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;

/**
 * Sends one operation. All of ours equal themselves sent twice. Where the service has versions, the change is made to the one that
 * was read just before (`If-Match`), so that nobody else's is written over.
 * @throws {UpstreamError} `UNSUPPORTED` when the service says that it has no PATCH: replacing the whole would lose what it does not show.
 */
export async function patch(
  api: ScimApi,
  template: string,
  ids: Ids,
  operation: Operation,
  context: CallContext,
): Promise<void> {
  const config = await api.discovery.config(context);
  if (config.patch === false) {
    throw new UpstreamError({
      code: 'UNSUPPORTED',
      message: `${api.directory}: this service says that it has no PATCH (/ServiceProviderConfig): nothing was sent.`,
      directory: api.directory,
      route: `PATCH ${template}`,
      transactionId: context.transactionId,
    });
  }
  const version = config.etag === true ? await versionOf(api, template, ids, context) : null;
  await api.command(
    template,
    ids,
    {
      method: 'PATCH',
      contentType: 'application/scim+json',
      body: { schemas: [SCHEMA], Operations: [operation] },
      idempotent: true,
      ...(version === null ? {} : { headers: { 'if-match': version } }),
    },
    context,
  );
}

/** `meta.version` is the entity tag as the header has it (RFC 7643 section 3.1). */
async function versionOf(
  api: ScimApi,
  template: string,
  ids: Ids,
  context: CallContext,
): Promise<string | null> {
  const query = template.startsWith('/Groups') ? WITHOUT_MEMBERS : {};
  const { members, headers } = await api.read(template, ids, context, { query });
  const said = [text(object(members, 'meta') ?? {}, 'version'), headers['etag']];
  return said.find((one) => typeof one === 'string' && ENTITY_TAG.test(one)) ?? null;
}
