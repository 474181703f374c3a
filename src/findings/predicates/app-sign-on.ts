import type { Evidence } from '../../model/finding.ts';
import type { ApplicationFacts } from '../facts.ts';
import { and, any, not, undecided, whether } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';
import { isEnabled, isInteractive } from './app-kind.ts';
import { nameEvidence } from './org-evidence.ts';
import { defaultSignOnPolicyIds } from './org-mfa-steps.ts';

/**
 * The policies by which people may come in: the assigned ones, or the directory's default where none is assigned.
 * Several are alternatives: a client can ask for one of them by name, so that the weakest counts.
 */
export function effectiveSignOnPolicyIds(facts: ApplicationFacts): ListFact<string> {
  const assigned = facts.signOnPolicyIds;
  return assigned.rows.length > 0 || !assigned.complete ? assigned : defaultSignOnPolicyIds(facts.directory);
}

/** Asks about the sign-on policies, unless a flow decides in their place: what a flow does cannot be read. */
export function unlessFlow(facts: ApplicationFacts, ask: () => Truth): Truth {
  return whether(facts.flowPolicyAssigned, (assigned) => (assigned ? undecided('OPAQUE_POLICY') : ask()));
}

/** Whether people come into the application by the directory's default policy. */
export function reliesOnDefaultPolicy(facts: ApplicationFacts): Truth {
  return and(
    () => isEnabled(facts.application),
    () => isInteractive(facts.application),
    () => not(any(facts.signOnPolicyIds, () => true)),
    () => whether(facts.flowPolicyAssigned, (assigned) => !assigned),
  );
}

/** Policies by name, for evidence. */
export function policyNames(facts: ApplicationFacts, policyIds: readonly string[]): readonly Evidence[] {
  return nameEvidence('signOnPolicies', facts.directory.signOnPolicies, (row) =>
    policyIds.includes(row.externalId),
  );
}
