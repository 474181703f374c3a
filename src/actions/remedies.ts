import type { ActionAvailability, ActionName } from '../model/action.ts';
import type { Remedy } from '../model/finding.ts';
import { everyAction } from './registry.ts';

/** A remedy of a finding, and whether the caller could apply it just now. */
export interface RemedyAvailability {
  /** The name of the mutation. */
  readonly action: string;
  readonly allowed: boolean;
  readonly blockedBy: readonly string[];
}

/** How it is found out what stands against an action. */
export interface RemedyJudges {
  /** `availableActions` of the finding's subject, asked when a remedy is one of them; null: the subject is not a user. */
  readonly ofSubject: (() => Promise<readonly ActionAvailability[]>) | null;
  /** What stands against an action in the directory, whatever it is done to: names of guards. */
  readonly inDirectory: (action: ActionName) => Promise<readonly string[]>;
}

/**
 * Which remedies can be applied. Of one that needs more input than the finding's subject only that is judged which holds for
 * every input: the caller's permission, and whether the directory can be changed. Remedies that no mutation offers are
 * `NOT_AVAILABLE`.
 */
export async function remedyAvailability(
  remedies: readonly Remedy[],
  { ofSubject, inDirectory }: RemedyJudges,
): Promise<readonly RemedyAvailability[]> {
  let available: Promise<readonly ActionAvailability[]> | null = null;
  return await Promise.all(
    remedies.map(async ({ action }): Promise<RemedyAvailability> => {
      const definition = everyAction.find(({ mutation }) => mutation === action);
      if (definition === undefined) return { action, allowed: false, blockedBy: ['NOT_AVAILABLE'] };
      if (ofSubject !== null && definition.offered === true) {
        available ??= ofSubject();
        const found = (await available).find((entry) => entry.action === definition.name);
        if (found !== undefined) return { action, allowed: found.allowed, blockedBy: found.blockedBy };
      }
      const blockedBy = await inDirectory(definition.name);
      return { action, allowed: blockedBy.length === 0, blockedBy };
    }),
  );
}
