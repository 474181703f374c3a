/** What a posture is counted from: kept beside the answers that it was counted from, and counted on when few of them change. */
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { User } from '../model/user.ts';
import { inTurns } from '../upstream/turns.ts';
import { add, type Counting, countAgain, countUsers, type UserCounts } from './count-users.ts';
import type { Renewed } from './evaluate-part.ts';
import { isUnreadable, type SweepFindings } from './evaluate-sweep.ts';
import type { AnswersBySubject } from './kept-findings.ts';
import type { SweepDifference } from './sweep-difference.ts';

/** PRESENT findings of one rule. */
export interface OpenOfRule {
  readonly bySeverity: Map<Severity, number>;
  /** Of HIGH ones those of subjects that can take over the directory. */
  highOnTop: number;
}

export interface Standing {
  readonly counting: Counting;
  readonly users: UserCounts;
  readonly byRule: ReadonlyMap<string, OpenOfRule>;
  /** How many answers are open because something could not be read. */
  readonly unreadable: number;
}

interface Stood {
  readonly swept: SweepFindings;
  readonly roles: Counting['roles'];
  readonly listsInheritedRoles: boolean;
}

/** By the answers, which stay the same object as long as they are gone by. */
const known = new WeakMap<AnswersBySubject, Standing>();

/** How the directory stands, counted unless that was done before. */
export async function standingOf({ swept, roles, listsInheritedRoles }: Stood): Promise<Standing> {
  const counting = { sweep: swept.sweep, roles, listsInheritedRoles };
  const before = known.get(swept.answers);
  if (before !== undefined && saysTheSame(before.counting, counting)) return before;
  const open = new OpenCount();
  const users = await countUsers(counting);
  await inTurns(swept.findings, (finding) => open.note(finding, users, 1));
  return remembered(swept, { counting, users, byRule: open.byRule, unreadable: open.unreadable });
}

/** The same, from how it stood before few things changed. */
export async function standingAfter(
  stood: Stood,
  before: Standing,
  was: SweepFindings,
  difference: SweepDifference,
  renewed: readonly Renewed[],
): Promise<Standing> {
  const { swept, roles, listsInheritedRoles } = stood;
  const counting = { sweep: swept.sweep, roles, listsInheritedRoles };
  if (!saysTheSame(before.counting, counting)) return await standingOf(stood);
  const ids = new Set([...difference.users.changed, ...difference.users.gone]);
  const users = countAgain(before.users, { ...before.counting, sweep: was.sweep }, counting, {
    users: [...ids].map((id) => ({ before: rowOf(was, id), after: rowOf(swept, id) })),
    applications: [...difference.applications.changed, ...difference.applications.gone],
  });
  const open = new OpenCount(before);
  for (const one of renewed) {
    for (const finding of one.before) open.note(finding, before.users, -1);
    for (const finding of one.after) open.note(finding, users, 1);
  }
  return remembered(swept, { counting, users, byRule: open.byRule, unreadable: open.unreadable });
}

function remembered({ answers }: SweepFindings, standing: Standing): Standing {
  known.set(answers, standing);
  return standing;
}

function rowOf(
  { sweep, answers }: { readonly sweep: Sweep; readonly answers: AnswersBySubject },
  id: string,
): User | undefined {
  const row = answers.USER.rowOf(id);
  return row === undefined ? undefined : sweep.users.rows[row];
}

/** Whether roles tell the same of who holds them. */
function saysTheSame(one: Counting, other: Counting): boolean {
  if (one.listsInheritedRoles !== other.listsInheritedRoles) return false;
  if (one.roles.rows === other.roles.rows) return true;
  if (one.roles.rows.length !== other.roles.rows.length) return false;
  const tiers = new Map(one.roles.rows.map(({ externalId, tier }) => [externalId, tier]));
  return other.roles.rows.every(({ externalId, tier }) => tiers.get(externalId) === tier);
}

class OpenCount {
  readonly byRule = new Map<string, OpenOfRule>();
  unreadable = 0;

  constructor(from: Pick<Standing, 'byRule' | 'unreadable'> | null = null) {
    if (from === null) return;
    this.unreadable = from.unreadable;
    for (const [ruleId, { bySeverity, highOnTop }] of from.byRule)
      this.byRule.set(ruleId, { bySeverity: new Map(bySeverity), highOnTop });
  }

  note(finding: Finding, { top }: UserCounts, more: 1 | -1): void {
    if (isUnreadable(finding)) this.unreadable += more;
    if (finding.state !== 'PRESENT') return;
    const { ruleId, severity, subject } = finding;
    const open = this.byRule.get(ruleId) ?? { bySeverity: new Map<Severity, number>(), highOnTop: 0 };
    this.byRule.set(ruleId, open);
    add(open.bySeverity, severity, more);
    if (severity === 'HIGH' && top.has(`${subject.type} ${subject.externalId}`)) open.highOnTop += more;
  }
}
