import { surnameDiffers } from '../../identities/person-name.ts';
import { controls, remedies } from '../controls.ts';
import { elsewhere, evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided, whether } from '../kleene.ts';
import { outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

function wasHandedOn({ user, directory, primaryMatch: match }: UserFacts): Truth {
  if (match.kind === 'UNKNOWN') return match.reason === 'FIELD_NULL' ? false : undecided(match.reason);
  if (match.kind === 'NONE') return false;
  return whether(directory.identities, (identities) => {
    const doubt = identities?.recycleDoubtOf(user) ?? null;
    if (doubt !== 'UNKNOWN') return doubt === 'SUSPECTED';
    // Without the dates the names still speak: one person is nobody else.
    const differs = match.kind === 'MATCHED' ? surnameDiffers(user, match.user) : null;
    return differs === false ? false : undecided('FIELD_NULL');
  });
}

export const possibleRecycledIdentifier = defineRule<'USER'>({
  id: 'identity::possible_recycled_identifier',
  title: 'Link rests on an address that was probably reused',
  description:
    'The person in the primary directory who has the address of this account is much younger there than the account, and has another surname. The address was probably handed on, and the account is that of whoever had it before.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], iso27001: ['5.16'], attack: ['T1078'] }),
  remedies: remedies('separateIdentity', 'linkIdentity'),
  settings: [],
  caveats: ['After the primary directory was migrated, all its accounts look newer than they are.'],
  scope: outsidePrimary,
  holds: wasHandedOn,
  evidence: (facts) => {
    const { primaryMatch: match, user } = facts;
    const [other] = match.kind === 'AMBIGUOUS' ? match.candidates : [];
    return [
      evidence('createdAt', user.createdAt),
      ...(other === undefined ? [] : [elsewhere(evidence('primaryCreatedAt', other.createdAt), [other])]),
      evidence('name', user.displayName),
      ...matchEvidence(facts),
    ];
  },
});
