/** What correlation says of one account, in the words of facts. */
import type { Identities } from '../../identities/identities.ts';
import type { Identity, PrimaryMatch } from '../../identities/identity.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';
import type { FindingUnknownReason } from '../../model/finding.ts';
import type { User } from '../../model/user.ts';
import { findingReason } from '../kleene.ts';

/** The counterpart of an account, as far as correlation could be asked. */
export function primaryMatchIn(identities: Fact<Identities | null>, user: User, asOf: Date): PrimaryMatch {
  if (identities.state === 'UNKNOWN') return unmatched(findingReason(identities.reason));
  const correlated = identities.value;
  if (correlated === null || correlated.primary === null) return unmatched('NOT_CONFIGURED');
  return correlated.matchOf(user, asOf) ?? unmatched(whyNotHeld(correlated, user));
}

export function identityIn(identities: Fact<Identities | null>, user: User, asOf: Date): Fact<Identity> {
  if (identities.state === 'UNKNOWN') return identities;
  const found = identities.value?.identityOf(user) ?? null;
  return found === null ? unknown('NOT_REQUESTED') : known(found, asOf);
}

/** An account that a sweep has not seen is one of which nobody was told yet: it is newer, or there is no sweep. */
function whyNotHeld({ coverage }: Identities, { directory }: User): FindingUnknownReason {
  const own = coverage.get(directory);
  if (own === undefined || own.takenAt === null) return 'NOT_REQUESTED';
  return own.complete ? 'STALE_DATA' : 'PARTIAL_DATA';
}

function unmatched(reason: FindingUnknownReason): PrimaryMatch {
  return { kind: 'UNKNOWN', reason, message: null, evidence: [] };
}
