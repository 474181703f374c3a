import { hash } from 'node:crypto';
import type { FindingSubject } from '../model/finding.ts';

/**
 * The identity of a finding: the same for the same rule and subject, whenever and by whichever process it is evaluated.
 * `discriminator` is the smallest stable part that tells two findings of one rule on one subject apart; never an age.
 */
export function findingId(ruleId: string, subject: FindingSubject, discriminator = ''): string {
  const parts = [ruleId, subject.directory, subject.type, subject.externalId, discriminator];
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
}
