/** A match in evidence: enough to follow it by hand. Addresses are masked. */
import type { PrimaryMatch, Suggestion } from '../../identities/identity.ts';
import type { Evidence, EvidencePlace } from '../../model/finding.ts';
import type { User } from '../../model/user.ts';
import { elsewhere, evidence, masked } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';

/** Candidates and suggestions shown: more would be no help. */
const SHOWN = 5;

/** What the account is called by people who look for it. */
export function nameOf({ displayName, username, externalId }: User): string {
  return displayName ?? username ?? externalId;
}

/** Evidence of a match that is of the account itself; everything else can name others, or say that there are some. */
export function isOfItself({ label }: Evidence): boolean {
  return ownLabels.has(label);
}

const ownLabels: ReadonlySet<string> = new Set([
  'key',
  'sourceId',
  'employeeNumber',
  'email',
  'username',
  'addresses',
  'mixedScript',
]);

export function matchEvidence({ primaryMatch: match }: UserFacts): readonly Evidence[] {
  const found = match.evidence.map((row) => {
    const shown = { label: row.label, value: maskedAddresses(row.value) };
    return isOfItself(row) ? shown : elsewhere(shown, placesOf(match, row));
  });
  if (match.kind === 'MATCHED') {
    return [
      ...found,
      evidence('confidence', match.confidence),
      named('primaryAccount', match.user),
      ...stateEvidence(match.user),
    ];
  }
  if (match.kind === 'AMBIGUOUS') {
    const candidates = match.candidates.slice(0, SHOWN);
    return [
      ...found,
      evidence('confidence', 'LOW'),
      ...candidates.map((user) => named('candidate', user, user.status)),
    ];
  }
  if (match.kind === 'UNKNOWN') return found;
  const suggestions = match.suggestions.slice(0, SHOWN);
  return [...found, ...suggestions.map(({ user, reason }) => named('suggestion', user, why[reason]))];
}

/** A line that names an account, perhaps of another directory. */
function named(label: string, user: User, remark: string | null = null): Evidence {
  const name = nameOf(user);
  const row = evidence(label, remark === null ? name : `${name} (${remark})`);
  return elsewhere(row, [user], masked(name));
}

/** Whom a match tells of. An account through which it leads is named by its directory and id. */
function placesOf(match: PrimaryMatch, { label, value }: Evidence): readonly EvidencePlace[] {
  const [directory = ''] = label === 'through' ? value.split(' ', 1) : [];
  const through: readonly EvidencePlace[] = label === 'through' ? [{ directory, populationId: null }] : [];
  if (match.kind === 'MATCHED') return [match.user, ...match.twins, ...through];
  return match.kind === 'AMBIGUOUS' ? match.candidates : through;
}

const why: Readonly<Record<Suggestion['reason'], string>> = {
  LOOSE_EMAIL: 'the addresses differ in a tag or dots only',
  NAME: 'the same name',
  TIE: 'one of several that a key leads to',
  VETO: 'a key leads there, but something speaks against it',
};

function stateEvidence(user: User): readonly Evidence[] {
  const { status, stateChangedAt } = user;
  return [
    elsewhere(evidence('primaryStatus', status), [user]),
    ...(stateChangedAt === null ? [] : [elsewhere(evidence('primaryStatusSince', stateChangedAt), [user])]),
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
