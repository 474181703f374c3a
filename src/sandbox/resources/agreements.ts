import { notFound } from '../api-error.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import type { Call, Collection } from './resource.ts';
import { needsOf, USER, VENDOR } from './resource.ts';
import { constraint, invalidValue } from './checks.ts';
import { below, CONFIG, configured } from './configured.ts';

const agreementList = configured(
  { name: 'agreements', id: 'agreementId', audit: 'AGREEMENT' },
  {
    unique: ['name'],
    required: ['name', 'enabled'],
    readOnly: ['totalConsents', 'totalExpiredConsents', 'consentsAggregatedAt'],
    shape: (row, call) => ({ ...row, ...consentCounts(row, call) }),
    beforeRemove: (row, call) => {
      const revisions = call.world.tenant.children.get('agreements/languages/revisions');
      for (const language of call.world.rows(languages.store, row.id).keys()) revisions?.delete(language);
      for (const consents of call.world.tenant.children.get('users/agreementConsents')?.values() ?? [])
        for (const [id, consent] of consents) if (idOf(consent['agreement']) === row.id) consents.delete(id);
    },
  },
);

function consentCounts(agreement: Row, { world }: Call) {
  let [totalConsents, totalExpiredConsents] = [0, 0];
  for (const held of world.tenant.children.get('users/agreementConsents')?.values() ?? []) {
    for (const consent of held.values()) {
      if (idOf(consent['agreement']) !== agreement.id) continue;
      if (consent['status'] === 'ACCEPTED') totalConsents += 1;
      if (consent['status'] === 'EXPIRED') totalExpiredConsents += 1;
    }
  }
  return { totalConsents, totalExpiredConsents, consentsAggregatedAt: world.now() };
}

const languages = below(
  agreementList,
  { name: 'languages', id: 'languageId', audit: 'AGREEMENT_LANGUAGE' },
  {
    unique: ['locale'],
    required: ['displayName', 'enabled', 'locale'],
    readOnly: ['agreement', 'currentRevision'],
    createOnly: ['locale'],
    prepare: (row, call) => {
      row['agreement'] = { id: call.params['agreementId'] };
    },
    shape: (row, call) => {
      const revision = currentRevision(row.id, call);
      return revision === undefined ? row : { ...row, currentRevision: { id: revision.id } };
    },
  },
);

/** The text of an agreement in a language, as of a moment. Revisions are never changed, only superseded. */
const revisions: Collection = {
  ...configured({
    name: 'revisions',
    id: 'revisionId',
    audit: 'AGREEMENT_REVISION',
    verbs: ['list', 'read', 'create', 'remove'],
    needs: CONFIG,
  }),
  path: `${languages.path}/{languageId}/revisions`,
  store: { kind: 'child', parent: 'agreements/languages', name: 'revisions' },
  scope: 'open',
  within: {
    collection: 'agreements/languages',
    param: 'languageId',
    scope: 'environment',
    find: (call) =>
      call.world.rows(languages.store, call.params['agreementId']).get(call.params['languageId'] ?? ''),
  },
  required: ['contentType', 'effectiveAt', 'requireReconsent', 'text'],
  readOnly: ['agreement', 'language', 'notValidAfter'],
  prepare: (row, call) => {
    const types = ['text/html', 'text/plain'];
    if (!types.includes(String(row['contentType'])))
      throw invalidValue('contentType', 'Expected a known type of text.', types);
    if (Number.isNaN(Date.parse(String(row['effectiveAt']))))
      throw invalidValue('effectiveAt', 'Expected a moment.');
    row['agreement'] = { id: call.params['agreementId'] };
    row['language'] = { id: call.params['languageId'] };
  },
};

/** The latest one that is in effect. */
function currentRevision(languageId: string, { world }: Call): Row | undefined {
  return [...world.rows(revisions.store, languageId).values()]
    .filter((row) => Date.parse(String(row['effectiveAt'])) <= world.clock())
    .toSorted(
      (one, other) => Date.parse(String(other['effectiveAt'])) - Date.parse(String(one['effectiveAt'])),
    )[0];
}

/** What a user agreed to, by the agreement's id. Consents are given at sign-on; here they are read and revoked. */
const consents: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/users/{userId}/agreementConsents',
  id: 'agreementId',
  embedded: 'agreementConsents',
  store: { kind: 'child', parent: 'users', name: 'agreementConsents' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read'],
  needs: needsOf('identity', 'dir', 'user'),
  audit: 'AGREEMENT_CONSENT',
  rows: (call) => consentsIn(call).map((row) => ({ ...row, id: idOf(row['agreement']) ?? row.id })),
  actions: {
    [`${VENDOR}consent.revoke+json`]: ({ id }, call) => {
      const row = consentsIn(call).find((one) => idOf(one['agreement']) === id);
      if (row === undefined) throw notFound();
      if (row['status'] === 'REVOKED') throw constraint('status', 'The consent is revoked already.');
      const now = call.world.now();
      Object.assign(row, { status: 'REVOKED', revokedAt: now, updatedAt: now });
      call.world.touch();
      recordChange(consents, row, call, 'REVOKED');
      const listPath = call.path.slice(0, call.path.lastIndexOf('/'));
      return { status: 200, body: represent(consents, { ...row, id }, call, listPath, false) };
    },
  },
};

function consentsIn(call: Call): Row[] {
  return [...call.world.rows(consents.store, call.params['userId']).values()];
}

export const agreements: readonly Collection[] = [agreementList, languages, revisions, consents];
