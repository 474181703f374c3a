import type { Draft } from './draft.ts';
import type { Person } from './people.ts';

/** Terms that people agreed to at sign-on: in two languages, with consents that stand, have ended, or were taken back. */
export function addAgreements(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('agreements');
  const id = random.uuid();
  const dates = { createdAt: draft.ago(1400), updatedAt: draft.ago(60) };
  draft.addNamed('agreements', {
    id,
    environment: draft.environment,
    name: 'Terms of use',
    description: 'What everybody agrees to who uses the portal',
    enabled: true,
    reconsentPeriodDays: 365,
    ...dates,
  });
  for (const [locale, displayName] of [
    ['en', 'English'],
    ['de', 'Deutsch'],
  ] as const) {
    const languageId = random.uuid();
    draft.addBelow('agreements/languages', id, {
      id: languageId,
      agreement: { id },
      displayName,
      enabled: true,
      locale,
      ...dates,
    });
    draft.addBelow('agreements/languages/revisions', languageId, {
      id: random.uuid(),
      agreement: { id },
      language: { id: languageId },
      contentType: 'text/plain',
      effectiveAt: draft.ago(1390),
      requireReconsent: false,
      text: locale === 'en' ? 'Be kind, keep your password.' : 'Seid freundlich, hütet euer Passwort.',
      ...dates,
    });
  }
  for (const { row, rank } of people) {
    if (rank % 40 !== 9) continue;
    const age = random.between(1, 700);
    const status = age > 365 ? 'EXPIRED' : random.chance(0.1) ? 'REVOKED' : 'ACCEPTED';
    draft.addBelow('users/agreementConsents', row.id, {
      id: random.uuid(),
      agreement: { id },
      user: { id: row.id },
      status,
      consentedAt: draft.ago(age),
      expiresAt: draft.ago(age - 365),
      ...(status === 'REVOKED' ? { revokedAt: draft.ago(age / 2) } : {}),
    });
  }
}
