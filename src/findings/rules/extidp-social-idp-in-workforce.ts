import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isEnabledSocialProvider, isWorkforce } from '../predicates/org-identity-providers.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { type Poll, polled, truthMarks } from '../polls.ts';
import { defineRule } from '../rule.ts';

/** The identity providers that administrators come in by. */
const administratorsByProvider: Poll = {
  marks: (facts) => {
    const id = facts.user.passwordAuthority.identityProviderId;
    if (id === null) return [];
    const truth = isAdministrator(facts);
    return truth === true ? [id] : truthMarks(truth);
  },
};

export const extidpSocialIdpInWorkforce = defineRule({
  id: 'extidp::social_idp_in_workforce',
  title: 'Social identity provider enabled for workforce sign-on',
  description:
    'Employees may sign on with a private account of a public service. The organisation can neither protect nor close it.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-8', 'AC-20'], iso27001: ['5.16'] }),
  remedies: remedies('updateIdentityProvider'),
  settings: [],
  polls: [administratorsByProvider],
  caveats: ["Google or Microsoft may be the organisation's own identity provider."],
  scope: (directory) => isWorkforce(directory),
  holds: ({ identityProviders }) => any(identityProviders, isEnabledSocialProvider),
  evidence: ({ identityProviders }) =>
    nameEvidence('identityProviders', identityProviders, isEnabledSocialProvider),
  severityOf: (directory) => {
    const { counts } = polled(directory, administratorsByProvider);
    const administratorComesThatWay = directory.identityProviders.rows
      .filter(isEnabledSocialProvider)
      .some(({ externalId }) => (counts.get(externalId) ?? 0) > 0);
    return administratorComesThatWay ? 'HIGH' : 'MEDIUM';
  },
});
