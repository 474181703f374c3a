import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isOwnerless, namesOwner } from '../predicates/owners.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

/** What stands behind the mark, up to the end of its line. */
function writtenOwner(description: string | null, mark: string | null): string | null {
  if (description === null || mark === null) return null;
  const at = description.toLowerCase().indexOf(mark.toLowerCase());
  return at < 0 ? null : (description.slice(at + mark.length).split('\n', 1)[0] ?? null);
}

export const appOwnerless = defineRule<'APPLICATION'>({
  id: 'app::ownerless',
  title: 'Application without an owner',
  description:
    'Nobody who can still use an account answers for the application. Nobody renews its keys, or says whether it may be switched off.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['CM-8', 'AC-2'],
    cis: ['5.5'],
    zeroTrust: ['21867'],
    owaspNhi: ['NHI1'],
  }),
  remedies: remedies('updateApplication'),
  settings: ['applicationOwnerMark'],
  caveats: [
    "Entra ID: owners of the enterprise application and of its registration count alike; Microsoft's own applications are left out, and managed identities are UNKNOWN.",
    'Few directories have owners of applications: an owner in the description is read where `applicationOwnerMark` says how it begins.',
  ],
  scope: ({ application }) => application.vendorsOwn !== true,
  holds: (facts) => {
    const { applicationOwnerMark } = facts.directory.settings;
    const written = writtenOwner(facts.application.description, applicationOwnerMark);
    return isOwnerless(facts, namesOwner(written, applicationOwnerMark !== null));
  },
  evidence: ({ owners, directory }) => [
    evidence('owners', owners.rows.length),
    evidence('ownerMark', directory.settings.applicationOwnerMark),
  ],
  severityOf: (facts) => severityIf(isAdministrator(facts), 'MEDIUM', 'LOW'),
});
