import type { ActionAvailability } from '../model/action.ts';
import type { Remedy } from '../model/finding.ts';
import { userActions } from './action-definition.ts';

/** A remedy of a finding, and whether the caller could apply it just now. */
export interface RemedyAvailability {
  /** The name of the mutation. */
  readonly action: string;
  readonly allowed: boolean;
  readonly blockedBy: readonly string[];
}

/**
 * Which remedies can be applied. `availableOnSubject` answers `availableActions` of the finding's subject, and is asked only
 * when a remedy is an action on it; null: the subject is not a user. Remedies that no mutation offers are `NOT_AVAILABLE`.
 */
export async function remedyAvailability(
  remedies: readonly Remedy[],
  availableOnSubject: (() => Promise<readonly ActionAvailability[]>) | null,
): Promise<readonly RemedyAvailability[]> {
  let available: Promise<readonly ActionAvailability[]> | null = null;
  return await Promise.all(
    remedies.map(async ({ action }): Promise<RemedyAvailability> => {
      const definition = userActions.find(({ mutation }) => mutation === action);
      if (definition === undefined || availableOnSubject === null) return notAvailable(action);
      available ??= availableOnSubject();
      const found = (await available).find((entry) => entry.action === definition.name);
      return found === undefined
        ? notAvailable(action)
        : { action, allowed: found.allowed, blockedBy: found.blockedBy };
    }),
  );
}

function notAvailable(action: string): RemedyAvailability {
  return { action, allowed: false, blockedBy: ['NOT_AVAILABLE'] };
}
