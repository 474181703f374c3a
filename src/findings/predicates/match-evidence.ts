/** A match in evidence: enough to follow it by hand. Addresses are masked. */
import type { Suggestion } from '../../identities/identity.ts';
import type { Evidence } from '../../model/finding.ts';
import type { User } from '../../model/user.ts';
import { evidence, masked } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';

/** Candidates and suggestions shown: more would be no help. */
const SHOWN = 5;

/** What the account is called by people who look for it. */
export function nameOf({ displayName, username, externalId }: User): string {
  return displayName ?? username ?? externalId;
}

export function matchEvidence({ primaryMatch: match }: UserFacts): readonly Evidence[] {
  const found = match.evidence.map(({ label, value }) => ({ label, value: maskedAddresses(value) }));
  if (match.kind === 'MATCHED') {
    return [
      ...found,
      evidence('confidence', match.confidence),
      evidence('primaryAccount', nameOf(match.user)),
      ...stateEvidence(match.user),
    ];
  }
  if (match.kind === 'AMBIGUOUS') {
    const candidates = match.candidates.slice(0, SHOWN);
    return [
      ...found,
      evidence('confidence', 'LOW'),
      ...candidates.map((user) => evidence('candidate', `${nameOf(user)} (${user.status})`)),
    ];
  }
  if (match.kind === 'UNKNOWN') return found;
  const suggestions = match.suggestions.slice(0, SHOWN);
  return [
    ...found,
    ...suggestions.map(({ user, reason }) => evidence('suggestion', `${nameOf(user)} (${why[reason]})`)),
  ];
}

const why: Readonly<Record<Suggestion['reason'], string>> = {
  LOOSE_EMAIL: 'the addresses differ in a tag or dots only',
  NAME: 'the same name',
  TIE: 'one of several that a key leads to',
  VETO: 'a key leads there, but something speaks against it',
};

function stateEvidence({ status, stateChangedAt }: User): readonly Evidence[] {
  return [
    evidence('primaryStatus', status),
    ...(stateChangedAt === null ? [] : [evidence('primaryStatusSince', stateChangedAt)]),
  ];
}

function maskedAddresses(value: string): string {
  return value.includes('@')
    ? value
        .split(', ')
        .map((part) => (part.includes('@') ? masked(part) : part))
        .join(', ')
    : value;
}
