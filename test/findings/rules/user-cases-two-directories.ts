import type { User } from '../../../src/model/user.ts';
import { assigned, daysAgo, list, member, signedOn, type World } from '../support.ts';
import { group } from '../support-directory-rows.ts';
import { beside, brokenOff, inPrimary, unread } from '../support-two-directories.ts';
import { admin, hidden, off, strange, type Cases } from './user-worlds.ts';

export const mail = 'ada@example.com';
const gone = { status: 'DEPROVISIONED' } as const;
export const silent = unread('TIMED_OUT');

export function with1(primary: Partial<User>, user: Partial<User> = {}, world: World = {}): World {
  return beside(user, { primary: [{ email: mail, ...primary }] }, world);
}
export function stranger(user: Partial<User> = {}, world: World = {}): World {
  return beside(user, { primary: [] }, world);
}
export function unknowable(user: Partial<User> = {}, world: World = {}): World {
  return beside(user, { primary: [], read: silent }, world);
}

export const number = { employeeNumber: '7' };
const expectedIn = { settings: { accountsExpectedIn: ['main'] } };
export const idlePerson = { ...number, ...signedOn(daysAgo(90, 1)) };
export const team = group({ directory: 'main' });
const nobodyHere = { ...number, externalId: 'm', employeeNumber: '8', email: 'm@example.com' };

export const twoDirectoryCases: Cases = {
  'ping_identity::user_not_in_idp': [
    ['PRESENT HIGH', stranger()],
    ['ABSENT COMPLIANT', with1({})],
    ['ABSENT COMPLIANT', stranger({ createdAt: daysAgo(1) })],
    ['PRESENT HIGH', stranger({ createdAt: daysAgo(1, 1) })],
    ['UNKNOWN FIELD_NULL', stranger({ createdAt: null })],
    ['ABSENT COMPLIANT', with1({}, { createdAt: null })],
    ['ABSENT OUT_OF_SCOPE', stranger({ kind: 'SERVICE' })],
    ['ABSENT OUT_OF_SCOPE', stranger({ username: 'svc-backup' })],
    ['ABSENT OUT_OF_SCOPE', stranger({}, { settings: { knownLocalAccounts: ['ADA'] } })],
    ['ABSENT OUT_OF_SCOPE', stranger({}, { settings: { breakGlass: ['ada'] } })],
    ['ABSENT OUT_OF_SCOPE', stranger({}, { settings: { localPopulations: ['people'] } })],
    ['PRESENT HIGH', stranger({}, { settings: { localPopulations: ['elsewhere'] } })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
    ['UNKNOWN PERMISSION_DENIED', beside({}, { primary: [], read: unread('FORBIDDEN') })],
    [
      'UNKNOWN STALE_DATA',
      beside(
        {},
        { primary: [], read: { ...brokenOff, complete: true, reason: null, takenAt: daysAgo(1, 1) } },
      ),
    ],
    ['UNKNOWN INVALID_VALUE', stranger(strange)],
  ],
  'ping_identity::offboarded_user_active': [
    ['PRESENT HIGH', with1(off)],
    ['PRESENT HIGH', with1({ ...off, stateChangedAt: daysAgo(0, 1) })],
    [
      'ABSENT COMPLIANT',
      with1({ ...off, stateChangedAt: daysAgo(1) }, {}, { settings: { leaverGraceHours: 24 } }),
    ],
    [
      'PRESENT HIGH',
      with1({ ...off, stateChangedAt: daysAgo(1, 1) }, {}, { settings: { leaverGraceHours: 24 } }),
    ],
    ['PRESENT HIGH', with1(off, {}, { settings: { leaverGraceHours: 24 } })],
    ['ABSENT COMPLIANT', with1({ status: 'LOCKED' })],
    ['ABSENT COMPLIANT', stranger()],
    ['UNKNOWN INVALID_VALUE', with1(strange)],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
    [
      'UNKNOWN INVALID_VALUE',
      beside(number, {
        primary: [
          { ...number, ...off },
          { ...number, ...strange, email: 'b@example.com' },
        ],
      }),
    ],
  ],
  'offboarding::leaver_recent_activity': [
    ['PRESENT CRITICAL', with1({ ...off, stateChangedAt: daysAgo(9) }, signedOn(daysAgo(7)))],
    ['ABSENT COMPLIANT', with1({ ...off, stateChangedAt: daysAgo(9) }, signedOn(daysAgo(10)))],
    ['ABSENT COMPLIANT', with1({})],
    ['ABSENT OUT_OF_SCOPE', inPrimary([{ email: mail, ...off }], {})],
    ['UNKNOWN FIELD_NULL', with1(off)],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
  ],
  'offboarding::leaver_holds_admin': [
    ['PRESENT CRITICAL', with1(off, {}, { sources: admin })],
    [
      'PRESENT HIGH',
      beside(
        {},
        {
          primary: [
            { email: mail, ...off },
            { email: mail, ...gone },
          ],
        },
        { sources: admin },
      ),
    ],
    ['ABSENT COMPLIANT', with1(off)],
    ['ABSENT COMPLIANT', with1({}, {}, { sources: hidden })],
    ['UNKNOWN PERMISSION_DENIED', with1(off, {}, { sources: hidden })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable({}, { sources: admin })],
  ],
  'offboarding::leaver_active_in_multiple_providers': [
    [
      'PRESENT CRITICAL',
      inPrimary([{ ...number, ...off }], { google: { users: [number] } }, { user: number }),
    ],
    ['ABSENT COMPLIANT', inPrimary([{ ...number, ...off }], {}, { user: number })],
    ['ABSENT OUT_OF_SCOPE', inPrimary([number], { google: { users: [number] } }, { user: number })],
    ['ABSENT OUT_OF_SCOPE', with1(off)],
    [
      'UNKNOWN SOURCE_UNREACHABLE',
      inPrimary([{ ...number, ...off }], { google: { users: [], read: silent } }, { user: number }),
    ],
    // An address that nobody verified ties too weakly to accuse two directories at once.
    [
      'UNKNOWN AMBIGUOUS_MATCH',
      inPrimary(
        [{ ...number, email: mail, ...off }],
        { google: { users: [{ email: mail, emailVerified: null }] } },
        { user: number },
      ),
    ],
    // Who came back has left nowhere.
    [
      'ABSENT OUT_OF_SCOPE',
      inPrimary([{ ...number, ...off }, number], { google: { users: [number] } }, { user: number }),
    ],
  ],
  'offboarding::disabled_user_not_removed': [
    ['PRESENT LOW', { user: { ...off, stateChangedAt: daysAgo(365, 1) } }],
    ['ABSENT COMPLIANT', { user: { ...off, stateChangedAt: daysAgo(365) } }],
    ['ABSENT COMPLIANT', { user: { ...off, createdAt: daysAgo(365) } }],
    ['ABSENT COMPLIANT', { user: { ...off, ...signedOn(daysAgo(300)) } }],
    ['ABSENT OUT_OF_SCOPE', { user: { ...gone, stateChangedAt: daysAgo(900) } }],
    ['ABSENT OUT_OF_SCOPE', {}],
    ['UNKNOWN FIELD_NULL', { user: { ...off, ...signedOn(daysAgo(500)) } }],
  ],
  'identity::admin_not_in_primary': [
    ['PRESENT CRITICAL', stranger({}, { sources: admin })],
    ['ABSENT COMPLIANT', stranger()],
    ['ABSENT COMPLIANT', with1({}, {}, { sources: hidden })],
    ['ABSENT OUT_OF_SCOPE', stranger({}, { sources: admin, settings: { breakGlass: ['ada'] } })],
    ['UNKNOWN PERMISSION_DENIED', stranger({}, { sources: hidden })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable({}, { sources: admin })],
    ['ABSENT COMPLIANT', unknowable()],
  ],
  'identity::duplicate_person_accounts': [
    ['PRESENT LOW', beside({}, { primary: [{ email: mail }], own: [{ email: mail }] })],
    ['ABSENT COMPLIANT', beside({}, { primary: [{ email: mail }], own: [{ email: mail, ...off }] })],
    [
      'ABSENT COMPLIANT',
      beside(
        {},
        { primary: [{ email: mail }], own: [{ email: mail }] },
        { settings: { maxAccountsPerPerson: 2 } },
      ),
    ],
    [
      'ABSENT COMPLIANT',
      beside(
        {},
        { primary: [{ email: mail }], own: [{ email: mail }] },
        {
          sources: {
            userRoleAssignments: async (id) => (id === 'ada' ? list() : list(assigned('Help Desk Admin'))),
          },
        },
      ),
    ],
    ['ABSENT COMPLIANT', with1({})],
    ['UNKNOWN AMBIGUOUS_MATCH', beside({}, { primary: [{ email: mail }, { email: mail }] })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
    ['PRESENT LOW', beside(number, { primary: [], read: silent, own: [number] })],
  ],
  'identity::ambiguous_match': [
    ['PRESENT LOW', beside({}, { primary: [{ email: mail }, { email: mail }] })],
    ['ABSENT COMPLIANT', with1({})],
    ['ABSENT COMPLIANT', stranger()],
    ['ABSENT COMPLIANT', stranger({ email: null, username: 'x' })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
  ],
  'identity::email_mismatch': [
    ['PRESENT LOW', beside(number, { primary: [{ ...number, email: 'other@example.com' }] })],
    ['ABSENT COMPLIANT', beside(number, { primary: [{ ...number, email: mail.toUpperCase() }] })],
    [
      'ABSENT COMPLIANT',
      beside(number, { primary: [{ ...number, email: 'o@example.com', aliases: [mail] }] }),
    ],
    ['ABSENT COMPLIANT', beside({ ...number, email: null }, { primary: [{ ...number, email: mail }] })],
    ['UNKNOWN FIELD_NULL', beside(number, { primary: [number] })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
  ],
  'identity::possible_recycled_identifier': [
    [
      'PRESENT MEDIUM',
      with1({ createdAt: daysAgo(10), displayName: 'Grace Hopper' }, { displayName: 'Ada Lovelace' }),
    ],
    [
      'ABSENT COMPLIANT',
      with1({ createdAt: daysAgo(10), displayName: 'Ada Lovelace' }, { displayName: 'Ada Lovelace' }),
    ],
    ['ABSENT COMPLIANT', with1({ displayName: 'Grace Hopper' }, { displayName: 'Ada Lovelace' })],
    [
      'UNKNOWN FIELD_NULL',
      with1({ createdAt: null, displayName: 'Grace Hopper' }, { displayName: 'Ada Lovelace' }),
    ],
    [
      'ABSENT COMPLIANT',
      with1({ createdAt: null, displayName: 'Ada Lovelace' }, { displayName: 'Ada Lovelace' }),
    ],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable()],
  ],
  'identity::status_conflict': [
    ['PRESENT LOW', with1({}, off)],
    ['ABSENT COMPLIANT', with1({}, { ...off, stateChangedAt: daysAgo(1) })],
    ['ABSENT COMPLIANT', with1({ status: 'LOCKED' }, off)],
    ['ABSENT OUT_OF_SCOPE', with1({})],
    ['UNKNOWN INVALID_VALUE', with1(strange, off)],
    ['UNKNOWN AMBIGUOUS_MATCH', beside(off, { primary: [{ email: mail }, { email: mail }] })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable(off)],
  ],
  'identity::unverified_email_link': [
    ['PRESENT MEDIUM', with1({}, { emailVerified: false })],
    ['ABSENT COMPLIANT', with1({})],
    ['ABSENT COMPLIANT', with1(number, { ...number, emailVerified: false })],
    ['ABSENT OUT_OF_SCOPE', with1({}, { emailVerified: false, managedElsewhere: true })],
    ['UNKNOWN FIELD_NULL', with1({}, { emailVerified: null })],
    ['UNKNOWN SOURCE_UNREACHABLE', unknowable({ emailVerified: false })],
  ],
  'identity::joiner_missing_here': [
    ['PRESENT INFO', inPrimary([nobodyHere], {}, expectedIn)],
    ['ABSENT COMPLIANT', inPrimary([number], {}, { ...expectedIn, user: number })],
    ['ABSENT OUT_OF_SCOPE', inPrimary([nobodyHere], {})],
    ['ABSENT OUT_OF_SCOPE', inPrimary([{ ...nobodyHere, ...off }], {}, expectedIn)],
    [
      'ABSENT OUT_OF_SCOPE',
      inPrimary(
        [nobodyHere],
        {},
        { settings: { accountsExpectedIn: ['main'], accountsExpectedOf: ['Staff'] } },
      ),
    ],
    [
      'PRESENT INFO',
      inPrimary(
        [nobodyHere],
        {},
        {
          settings: { accountsExpectedIn: ['main'], accountsExpectedOf: ['group staff'] },
          sources: { userGroups: async () => list(member('staff')) },
        },
      ),
    ],
    [
      'UNKNOWN SOURCE_UNREACHABLE',
      inPrimary(
        [nobodyHere],
        { google: { users: [], read: silent } },
        { settings: { accountsExpectedIn: ['google'] } },
      ),
    ],
  ],
};

/** The second arm of a rule whose other cases stand with those of its own directory. */
export const contradictingIds: Cases = {
  'identity::external_id_conflict': [
    [
      'PRESENT MEDIUM',
      beside({ sourceId: 'okta-1' }, { primary: [{ email: 'bob@example.com' }, { email: mail }] }),
    ],
    ['ABSENT COMPLIANT', beside({ sourceId: 'okta-1' }, { primary: [{ email: mail }] })],
    ['ABSENT COMPLIANT', beside({ sourceId: 'HR-1' }, { primary: [{ email: mail }] })],
    ['ABSENT COMPLIANT', beside({ sourceId: 'okta-1' }, { primary: [number, { ...number, email: mail }] })],
    ['UNKNOWN SOURCE_UNREACHABLE', beside({ sourceId: 'HR-1' }, { primary: [], read: silent })],
    ['UNKNOWN PARTIAL_DATA', beside({ sourceId: 'HR-1' }, { primary: [{ email: mail }], read: brokenOff })],
  ],
};
