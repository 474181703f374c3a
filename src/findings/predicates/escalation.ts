/** Which roles a holder of roles may give, and where that leads. */
import { byExternalId } from '../../directory/by-external-id.ts';
import type { UserFacts } from '../facts.ts';
import { findingReason, type Truth, type Undecided, undecided } from '../kleene.ts';

interface Walk {
  /** Names of roles from a held one to a top one; empty: none was reached. */
  readonly way: readonly string[];
  /** Why something beyond was not seen. */
  readonly gap: Undecided | null;
}

function walk({ grants, directory }: UserFacts): Walk {
  const { rows, complete, reason } = directory.roles;
  const byId = byExternalId(rows);
  const missing = undecided(complete ? 'INVALID_VALUE' : findingReason(reason ?? 'PARTIAL'));
  let gap: Undecided | null = grants.complete ? null : undecided(findingReason(grants.reason ?? 'PARTIAL'));
  const seen = new Set(grants.rows.map(({ roleId }) => roleId));
  let level = [...seen].map((roleId) => ({ roleId, way: [] as readonly string[] }));
  while (level.length > 0) {
    const next: typeof level = [];
    for (const step of level) {
      const role = byId.get(step.roleId);
      if (role === undefined || role.tier === null) {
        gap ??= missing;
        if (role === undefined) continue;
      }
      const way = [...step.way, role.name];
      if (role.tier === 0) return { way, gap };
      for (const roleId of role.canAssignRoleIds) {
        if (seen.has(roleId)) continue;
        seen.add(roleId);
        next.push({ roleId, way });
      }
    }
    level = next;
  }
  return { way: [], gap };
}

/** Whether a top role can be reached by assigning roles that the user may assign, over any number of steps. */
export function canAssignTopRole(facts: UserFacts): Truth {
  const { way, gap } = walk(facts);
  return way.length > 0 ? true : (gap ?? false);
}

/** The shortest such way, by names of roles. */
export function wayToTopRole(facts: UserFacts): readonly string[] {
  return walk(facts).way;
}
