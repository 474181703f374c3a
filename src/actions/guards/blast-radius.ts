import { type BlastRefusal, countedAs } from '../blast-radius.ts';
import type { Attempt, Guard, GuardRefusal } from './guard.ts';

/** A caller gone wild is stopped before it has shut out a company. Dry runs are held to it and not counted. */
export const blastRadius: Guard = {
  name: 'blast-radius',
  stage: 'FREE',
  check: async (attempt) => {
    const { caller, directory, action } = attempt;
    const refusal = await attempt.blastRadius.check({ actor: caller.name, directory: directory.key, action });
    return refusal === null ? null : tooMany(refusal, attempt);
  },
};

export function tooMany(
  { limit, passesAt }: BlastRefusal,
  attempt: Pick<Attempt, 'action' | 'caller' | 'directory'>,
): GuardRefusal {
  const whose =
    limit.per === 'ACTOR' ? `"${attempt.caller.name}"` : `the directory "${attempt.directory.key}"`;
  return {
    code: 'BLAST_RADIUS',
    message: `Expected at most ${limit.max} ${timesWhat(attempt)} within ${limit.windowMs / 1_000} s for ${whose}. It passes at ${passesAt.toISOString()}.`,
    retryable: true,
    passesAt,
  };
}

function timesWhat({ action, caller: { name: actor }, directory }: Parameters<typeof tooMany>[1]): string {
  const counted = countedAs({ action, actor, directory: directory.key }).action;
  return counted === action ? `times ${action}` : `changes that shut people out (${action} is one)`;
}
