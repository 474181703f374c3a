import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { any, findingReason, or, type Truth, undecided, whether } from '../kleene.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { defineRule } from '../rule.ts';

/**
 * Whether the id leads to one person of the primary directory and the address to another. Only what leads nowhere may lead somewhere
 * in a part that was not read.
 */
function leadsToTwo({ user, directory, primaryMatch: match }: UserFacts): Truth {
  if (directory.isPrimary) return false;
  return whether(directory.identities, (identities) => {
    // Where there is no primary directory nothing leads there.
    if (identities === null || identities.primary === null) return false;
    const leads = identities.leadsOf(user);
    if (leads === null) return match.kind === 'UNKNOWN' ? undecided(match.reason) : false;
    const { bySourceId, byEmail } = leads;
    if (bySourceId.size > 0 && byEmail.size > 0) return ![...bySourceId].some((id) => byEmail.has(id));
    const primary = identities.coverage.get(identities.primary);
    return primary?.complete === true || identities.keysOf(user)?.email === null
      ? false
      : undecided(findingReason(primary?.reason ?? 'NOT_REQUESTED'));
  });
}

export const externalIdConflict = defineRule<'USER'>({
  id: 'identity::external_id_conflict',
  title: 'External id shared or contradicting',
  description:
    'Another account has the same id of a source system, or the id leads to one person of the primary directory and the mail address to another. Whatever is synchronised by that id reaches the wrong one.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser'),
  settings: [],
  caveats: ['An import may have filled the id badly; placeholders are not compared.'],
  scope: () => true,
  holds: (facts) =>
    realSourceId(facts.user.sourceId) === null
      ? false
      : or(
          () => any(facts.sameSourceId, () => true),
          () => leadsToTwo(facts),
        ),
  evidence: (facts) => [
    evidence('sourceId', facts.user.sourceId),
    ...facts.sameSourceId.rows
      .slice(0, 5)
      .map(({ username, externalId }) => evidence('sharedWith', username ?? externalId)),
    ...(leadsToTwo(facts) === true ? [evidence('addressLeadsElsewhere', true), ...matchEvidence(facts)] : []),
  ],
});
