import type { Evidence } from '../model/finding.ts';
import { type AccountKeys, hasKey, hasMixedScript } from './account-keys.ts';
import type { AccountCoverage, Correlation } from './correlation.ts';
import type { MatchKey, PrimaryMatch } from './identity.ts';
import { keyOf } from './levels.ts';
import type { Matched, Outcome } from './outcome.ts';
import type { Suggestions } from './suggest.ts';
import { unreadReason } from './unread-reason.ts';

/** A match in words for rules and people, with what the state of the primary directory's read lets it claim. */
export function describeMatch(
  correlation: Correlation,
  suggestions: Suggestions,
  slot: number,
  asOf: Date,
): PrimaryMatch {
  const { ground, matches } = correlation;
  if (ground.primary === null) {
    const message = 'No directory is declared the primary one: set primaryDirectory.';
    return { kind: 'UNKNOWN', reason: 'NOT_CONFIGURED', message, evidence: [] };
  }
  const others = perhapsOthers(correlation.coverage.get(ground.primary));
  if (ground.isPrimary(slot)) {
    const twins = usersOf(
      correlation,
      correlation.people.of(slot).filter((each) => each !== slot),
    );
    const user = ground.user(slot);
    return { kind: 'MATCHED', user, key: 'ANCHOR', confidence: 'CERTAIN', twins, ...others, evidence: [] };
  }
  const outcome = matches.of(slot);
  const evidence = evidenceOf(correlation, slot, outcome);
  if (outcome.kind === 'MATCHED') {
    return {
      kind: 'MATCHED',
      user: ground.user(outcome.target),
      key: keyOf(outcome.level),
      confidence: outcome.confidence,
      twins: usersOf(correlation, outcome.twins),
      ...others,
      evidence,
    };
  }
  if (outcome.kind === 'AMBIGUOUS') {
    const { veto, level, candidates } = outcome;
    return {
      kind: 'AMBIGUOUS',
      why: veto === null ? 'TIE' : 'VETO',
      veto,
      key: keyOf(level),
      candidates: usersOf(correlation, candidates),
      ...others,
      evidence,
    };
  }
  const unread = unreadReason(correlation.coverage.get(ground.primary), asOf, ground.settings.maxStalenessMs);
  if (unread !== null) return { kind: 'UNKNOWN', ...unread, evidence };
  if (!hasKey(ground.keys(slot))) {
    const message = 'The account has no address, no employee number and no id of another system to look for.';
    return { kind: 'UNKNOWN', reason: 'FIELD_NULL', message, evidence };
  }
  return { kind: 'NONE', suggestions: suggestions.inPrimary(slot), evidence };
}

/** Where the primary directory was not read whole, a person may have more accounts there, and a key may lead to more people. */
function perhapsOthers(
  primary: AccountCoverage | undefined,
): Pick<PrimaryMatch & { kind: 'MATCHED' }, 'othersUnread'> {
  return primary?.complete === true ? {} : { othersUnread: primary?.reason ?? 'PARTIAL' };
}

/** What a match rests on. */
export function evidenceOf(correlation: Correlation, slot: number, outcome: Outcome): readonly Evidence[] {
  const { ground } = correlation;
  const evidence: Evidence[] = [];
  const add = (label: string, value: string): void => void evidence.push({ label, value });
  if (outcome.kind !== 'OPEN') {
    const key = keyOf(outcome.level);
    add('key', key);
    const value = shown[key].value(correlation, slot);
    if (value !== null) add(shown[key].label, value);
  }
  if (outcome.kind === 'MATCHED') matchedEvidence(correlation, outcome, add);
  if (outcome.kind === 'AMBIGUOUS') {
    add('candidates', String(outcome.candidates.length));
    if (outcome.veto !== null) add('veto', outcome.veto);
  }
  if (hasMixedScript(ground.keys(slot))) add('mixedScript', 'true');
  return evidence;
}

function matchedEvidence(
  { ground }: Correlation,
  { brokenBy, twins, recycle, through }: Matched,
  add: (label: string, value: string) => void,
): void {
  if (brokenBy !== null) add('toldApartBy', keyOf(brokenBy));
  if (twins.length > 0) {
    const ids = twins.map((twin) => ground.user(twin).externalId);
    add('twins', ids.toSorted().join(', '));
  }
  if (recycle === 'GAP' || recycle === 'SUSPECTED') add('primaryCreatedLater', 'true');
  if (through !== null) {
    const { directory, externalId } = ground.user(through);
    add('through', `${directory} ${externalId}`);
  }
}

interface Shown {
  readonly label: string;
  readonly value: (correlation: Correlation, slot: number) => string | null;
}

/** The value of each key on the account's own side. */
const shown: Readonly<Record<MatchKey, Shown>> = {
  ANCHOR: { label: 'anchor', value: () => null },
  MANUAL_LINK: {
    label: 'linkedBy',
    value: ({ ground }, slot) => ground.links.linkOf(ground.user(slot))?.by ?? null,
  },
  NATIVE_ID: fromKeys('sourceId', ({ source, own }) => source ?? own),
  EMPLOYEE_NUMBER: fromKeys('employeeNumber', ({ employee }) => employee),
  VERIFIED_EMAIL: fromKeys('email', ({ email }) => email),
  USERNAME: fromKeys('username', ({ username }) => username),
  EMAIL: fromKeys('email', ({ email }) => email),
  ALIAS: fromKeys('addresses', ({ email, aliases }) =>
    [email, ...aliases].filter((address) => address !== null).join(', '),
  ),
  MAPPED_USERNAME: fromKeys('username', ({ mapped, username, email }) => mapped ?? username ?? email),
};

function fromKeys(label: string, read: (keys: AccountKeys) => string | null): Shown {
  return { label, value: ({ ground }, slot) => read(ground.keys(slot)) };
}

function usersOf({ ground }: Correlation, slots: readonly number[]) {
  return slots.toSorted(ground.compare).map((slot) => ground.user(slot));
}
