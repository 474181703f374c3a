import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { any } from '../kleene.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { defineRule } from '../rule.ts';

export const externalIdConflict = defineRule<'USER'>({
  id: 'identity::external_id_conflict',
  title: 'Several accounts carry one external id',
  description:
    'Another account has the same id of a source system. Whatever is synchronised by that id reaches one of them, or the wrong one.',
  family: 'IDENTITY',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser'),
  scope: () => true,
  holds: ({ user, sameSourceId }) =>
    realSourceId(user.sourceId) === null ? false : any(sameSourceId, () => true),
  evidence: ({ user, sameSourceId }) => [
    evidence('sourceId', user.sourceId),
    ...sameSourceId.rows
      .slice(0, 5)
      .map(({ username, externalId }) => evidence('sharedWith', username ?? externalId)),
  ],
});
