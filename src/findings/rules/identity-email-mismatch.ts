import type { MatchKey } from '../../identities/identity.ts';
import { controls, remedies } from '../controls.ts';
import { elsewhere, evidence, masked } from '../evidence.ts';
import type { Evidence } from '../../model/finding.ts';
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided, whether } from '../kleene.ts';
import { hasWeakLink, ofCounterpart, outsidePrimary } from '../predicates/counterpart.ts';
import { matchEvidence } from '../predicates/match-evidence.ts';
import { defineRule } from '../rule.ts';

/** Keys that tie accounts whatever their addresses are. */
const strongerThanEmail: ReadonlySet<MatchKey> = new Set(['MANUAL_LINK', 'NATIVE_ID', 'EMPLOYEE_NUMBER']);

function addressesDiffer({ user, directory, primaryMatch: match }: UserFacts): Truth {
  if (match.kind !== 'MATCHED' || !strongerThanEmail.has(match.key)) return false;
  return whether(directory.identities, (identities) => {
    const [own, theirs] = [identities?.keysOf(user), identities?.keysOf(match.user)];
    if (own?.email === undefined || own.email === null) return false;
    const known = [theirs?.email, theirs?.username, ...(theirs?.aliases ?? [])].filter(
      (address) => address !== null && address !== undefined,
    );
    return known.length === 0 ? undecided('FIELD_NULL') : !known.includes(own.email);
  });
}

function primaryEmail({ primaryMatch: match }: UserFacts): readonly Evidence[] {
  if (match.kind !== 'MATCHED') return [];
  return [elsewhere(evidence('primaryEmail', masked(match.user.email ?? '')), [match.user])];
}

export const emailMismatch = defineRule<'USER'>({
  id: 'identity::email_mismatch',
  title: 'Linked accounts carry different addresses',
  description:
    "The account is surely this person's, but its mail address is none of theirs in the primary directory. Mail for the one may go to somebody else.",
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser'),
  settings: [],
  caveats: ['Names change, and one directory follows later; one organisation may have several domains.'],
  scope: outsidePrimary,
  holds: (facts) => ofCounterpart(facts, () => addressesDiffer(facts), false),
  evidence: (facts) => [
    evidence('email', masked(facts.user.email ?? '')),
    ...primaryEmail(facts),
    ...matchEvidence(facts),
  ],
  restsOnWeakLink: hasWeakLink,
});
