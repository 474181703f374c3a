import { unknown } from '../../../src/model/fact.ts';
import { assigned, DAY, daysAgo, list, never, signedOn, type World } from '../support.ts';
import { identityProvider } from '../support-directory-rows.ts';
import { beside, inPrimary, whole } from '../support-two-directories.ts';
import { admin, elsewhere, hidden, off, type Cases } from './user-worlds.ts';
import {
  with1,
  stranger,
  unknowable,
  mail,
  silent,
  number,
  idlePerson,
  team,
} from './user-cases-two-directories.ts';

const idleHere: World = { user: idlePerson };
/** Only Ada's own account holds a role. */
const asAdmin: NonNullable<World['sources']> = {
  userRoleAssignments: async (id) => (id === 'ada' ? list(assigned('Environment Admin')) : list()),
};
/** A group that these accounts answer for. */
function owning(...owners: readonly string[]): World {
  return {
    sources: {
      everyGroup: async () => list(team),
      groupOwners: async () =>
        list(...owners.map((externalId) => ({ kind: 'USER', externalId, name: null }) as const)),
      applicationOwners: async () => list(),
    },
  };
}

/** Rules that ask the primary directory about more than who has left. */
export const personCases: Cases = {
  'admin::no_dedicated_admin_account': [
    ['PRESENT LOW', with1({}, {}, { sources: admin })],
    ['ABSENT COMPLIANT', with1({}, { email: null, ...number }, { sources: admin })],
    ['ABSENT COMPLIANT', with1({}, { username: 'adm-ada' }, { sources: admin })],
    [
      'PRESENT LOW',
      with1({}, { username: 'adm-ada' }, { sources: admin, settings: { adminAccountPatterns: [] } }),
    ],
    ['UNKNOWN FIELD_NULL', with1({}, { username: null }, { sources: admin })],
    [
      'ABSENT COMPLIANT',
      beside({}, { primary: [{ email: mail }], own: [{ email: mail }] }, { sources: asAdmin }),
    ],
    [
      'PRESENT LOW',
      beside({}, { primary: [{ email: mail }], own: [{ email: mail, ...off }] }, { sources: asAdmin }),
    ],
    ['ABSENT OUT_OF_SCOPE', with1({}, off, { sources: admin })],
    ['ABSENT OUT_OF_SCOPE', with1({}, {}, { sources: { userRoleAssignments: async () => list() } })],
    ['ABSENT OUT_OF_SCOPE', with1({}, {}, { sources: admin, settings: { breakGlass: ['ada'] } })],
    ['UNKNOWN AMBIGUOUS_MATCH', stranger({}, { sources: admin })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable({}, { sources: admin })],
    ['UNKNOWN PERMISSION_DENIED', with1({}, {}, { sources: hidden })],
  ],
  'stale::inactive_here_active_elsewhere': [
    ['PRESENT LOW', with1(signedOn(daysAgo(30)), signedOn(daysAgo(90, 1)))],
    ['ABSENT COMPLIANT', with1(signedOn(daysAgo(30, 1)), signedOn(daysAgo(90, 1)))],
    ['ABSENT COMPLIANT', with1(signedOn(daysAgo(1)), signedOn(daysAgo(90)))],
    ['ABSENT COMPLIANT', with1(never, signedOn(daysAgo(200)))],
    ['ABSENT COMPLIANT', stranger(signedOn(daysAgo(200)))],
    ['ABSENT OUT_OF_SCOPE', with1({}, { ...off, ...signedOn(daysAgo(200)) })],
    ['UNKNOWN NOT_CAPABLE', with1({ lastSignOn: unknown('UNSUPPORTED') }, signedOn(daysAgo(200)))],
    ['UNKNOWN NOT_CAPABLE', with1({}, { lastSignOn: unknown('UNSUPPORTED') })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable(signedOn(daysAgo(200)))],
    // The primary directory notes sign-ons up to two weeks late: the person may have been seen.
    [
      'UNKNOWN MEASUREMENT_SLACK',
      beside(signedOn(daysAgo(200)), {
        primary: [{ email: mail, ...signedOn(daysAgo(40)) }],
        read: { ...whole, signOnLagMs: 14 * DAY },
      }),
    ],
    [
      'ABSENT COMPLIANT',
      beside(signedOn(daysAgo(200)), {
        primary: [{ email: mail, ...signedOn(daysAgo(45)) }],
        read: { ...whole, signOnLagMs: 14 * DAY },
      }),
    ],
  ],
  'stale::person_inactive_everywhere': [
    ['PRESENT MEDIUM', inPrimary([idlePerson], { google: { users: [idlePerson] } }, idleHere)],
    [
      'PRESENT MEDIUM',
      inPrimary([idlePerson], { google: { users: [{ ...idlePerson, ...never }] } }, idleHere),
    ],
    // One account that is in use is enough.
    ['ABSENT COMPLIANT', inPrimary([idlePerson], { google: { users: [number] } }, idleHere)],
    [
      'ABSENT COMPLIANT',
      inPrimary([idlePerson], { google: { users: [number] }, scim: { users: [], read: silent } }, idleHere),
    ],
    ['ABSENT COMPLIANT', inPrimary([number], { google: { users: [idlePerson] } }, { user: number })],
    // A single account is no person who is idle everywhere.
    ['ABSENT COMPLIANT', inPrimary([idlePerson], { google: { users: [{ ...idlePerson, ...off }] } })],
    [
      'ABSENT OUT_OF_SCOPE',
      inPrimary([{ ...idlePerson, ...off }], { google: { users: [idlePerson] } }, idleHere),
    ],
    ['ABSENT OUT_OF_SCOPE', with1(signedOn(daysAgo(200)), signedOn(daysAgo(200)))],
    [
      'UNKNOWN SOURCE_UNREACHABLE',
      inPrimary(
        [idlePerson],
        { google: { users: [idlePerson] }, scim: { users: [], read: silent } },
        idleHere,
      ),
    ],
    [
      'UNKNOWN NOT_CAPABLE',
      inPrimary(
        [idlePerson],
        { google: { users: [{ ...number, lastSignOn: unknown('UNSUPPORTED') }] } },
        idleHere,
      ),
    ],
    [
      'UNKNOWN MEASUREMENT_SLACK',
      inPrimary(
        [idlePerson],
        {
          google: {
            users: [{ ...number, ...signedOn(daysAgo(100)) }],
            read: { ...whole, signOnLagMs: 14 * DAY },
          },
        },
        idleHere,
      ),
    ],
  ],
  'offboarding::leaver_owns_assets': [
    ['PRESENT MEDIUM', with1(off, {}, owning('ada'))],
    // The group stays with somebody who is still there.
    [
      'ABSENT COMPLIANT',
      beside(
        {},
        { primary: [{ email: mail, ...off }], own: [{ email: 'b@example.com' }] },
        owning('ada', 'main-1'),
      ),
    ],
    [
      'PRESENT MEDIUM',
      beside(
        {},
        { primary: [{ email: mail, ...off }], own: [{ email: 'b@example.com', ...off }] },
        owning('ada', 'main-1'),
      ),
    ],
    ['ABSENT COMPLIANT', with1(off, {}, owning('somebody'))],
    ['ABSENT COMPLIANT', with1({}, {}, owning('ada'))],
    ['ABSENT OUT_OF_SCOPE', inPrimary([{ email: mail, ...off }], {}, owning('ada'))],
    // Whoever the other owner is may have left as well.
    ['UNKNOWN PARTIAL_DATA', with1(off, {}, owning('ada', 'somebody'))],
    ['UNKNOWN NOT_CAPABLE', with1(off, {}, { sources: { everyGroup: async () => list(team) } })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable({}, owning('ada'))],
  ],
  'extidp::jit_account_unlinked_from_primary': [
    ['PRESENT MEDIUM', stranger(elsewhere)],
    ['ABSENT COMPLIANT', with1({}, elsewhere)],
    ['ABSENT OUT_OF_SCOPE', stranger()],
    ['ABSENT OUT_OF_SCOPE', stranger({ ...elsewhere, ...off })],
    ['ABSENT OUT_OF_SCOPE', stranger(elsewhere, { settings: { trustedIdentityProviders: ['IDP'] } })],
    [
      'ABSENT OUT_OF_SCOPE',
      stranger(elsewhere, {
        settings: { trustedIdentityProviders: ['partner'] },
        sources: { identityProviders: async () => list(identityProvider({ externalId: 'idp' })) },
      }),
    ],
    ['UNKNOWN FIELD_NULL', stranger({ passwordAuthority: { kind: 'EXTERNAL', identityProviderId: null } })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable(elsewhere)],
  ],
};
