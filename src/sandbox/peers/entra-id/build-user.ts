import type { Random } from '../../generate/prng.ts';
import type { PeerFactor, PeerPerson } from '../people.ts';
import type { GraphObject } from './tenant.ts';

export interface Method extends Record<string, unknown> {
  readonly id: string;
  readonly '@odata.type': string;
}

/** Microsoft's own ids of the password and of the main mobile phone, the same for everybody. */
const PASSWORD_ID = '28c10230-6103-485e-b985-444c60001490';
const MOBILE_ID = '3179e48a-750b-4051-897c-87b9720928f7';

/** A user as Graph keeps it, with every property that anybody may select. */
export function buildUser(person: PeerPerson, id: string, index: number, random: Random): GraphObject {
  const pending = person.status === 'PENDING';
  const guest = person.external || pending;
  const synchronised = person.sourceId !== null || index % 5 === 1;
  const extension = {
    extensionAttribute1: index % 4 === 0 ? `cc-${index % 7}` : null,
    extensionAttribute2: null,
  };
  const signIn = person.lastSignOnAt;
  return {
    id,
    userPrincipalName: guest ? guestName(person.username) : person.username,
    mail: person.email,
    otherMails: guest && person.email !== null ? [person.email] : [],
    proxyAddresses: [
      ...(person.email === null ? [] : [`SMTP:${person.email}`]),
      ...person.aliases.map((alias) => `smtp:${alias}`),
    ],
    displayName: `${person.givenName} ${person.familyName}`.trim(),
    givenName: person.givenName,
    surname: person.familyName,
    jobTitle: person.title,
    employeeType: person.kind === 'SERVICE' ? 'Service' : 'Employee',
    employeeId: person.employeeNumber,
    employeeLeaveDateTime: null,
    preferredLanguage: null,
    mobilePhone: null,
    businessPhones: index % 3 === 0 ? [`+1 555 0${String(100 + (index % 900))}`] : [],
    officeLocation: null,
    streetAddress: null,
    city: null,
    state: null,
    postalCode: null,
    country: null,
    accountEnabled: person.status !== 'SUSPENDED',
    userType: guest ? 'Guest' : 'Member',
    externalUserState: guest ? (pending ? 'PendingAcceptance' : 'Accepted') : null,
    externalUserStateChangeDateTime: guest ? seconds(person.statusChangedAt) : null,
    createdDateTime: seconds(person.createdAt),
    lastPasswordChangeDateTime: seconds(person.createdAt),
    passwordPolicies: 'None',
    passwordProfile: {
      password: null,
      forceChangePasswordNextSignIn: person.status === 'PASSWORD_EXPIRED',
      forceChangePasswordNextSignInWithMfa: false,
    },
    onPremisesSyncEnabled: synchronised ? true : null,
    onPremisesImmutableId: synchronised ? immutableIdOf(person.sourceId ?? random.uuid()) : null,
    onPremisesExtensionAttributes: extension,
    ...(signIn === null
      ? {}
      : {
          signInActivity: {
            lastSignInDateTime: seconds(signIn),
            lastNonInteractiveSignInDateTime: null,
            lastSuccessfulSignInDateTime: seconds(signIn),
          },
        }),
  };
}

/** An objectGUID of Active Directory as it is synchronised: its sixteen bytes in base64. */
export function immutableIdOf(sourceId: string): string {
  const hex = sourceId.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) return sourceId;
  const bytes = Buffer.from(hex, 'hex');
  const turned = [bytes.subarray(0, 4), bytes.subarray(4, 6), bytes.subarray(6, 8)].map((part) =>
    part.toReversed(),
  );
  return Buffer.concat([...turned, bytes.subarray(8)]).toString('base64');
}

export function methodsOf(person: PeerPerson, random: Random): Method[] {
  const guest = person.external || person.status === 'PENDING';
  const createdDateTime = seconds(person.createdAt);
  const password = { '@odata.type': typeOf('password'), id: PASSWORD_ID, password: null, createdDateTime };
  const own = person.factors.flatMap((factor) => methodOf(factor, createdDateTime, random) ?? []);
  const reset =
    person.email !== null && person.factors.includes('QUESTION')
      ? [{ '@odata.type': typeOf('email'), id: random.uuid(), emailAddress: person.email }]
      : [];
  return [...(guest ? [] : [password]), ...own, ...reset];
}

function methodOf(factor: PeerFactor, createdDateTime: string, random: Random): Method | null {
  switch (factor) {
    case 'FIDO2':
      return {
        '@odata.type': typeOf('fido2'),
        id: `${random.hex(2)}_-A2`,
        displayName: 'Red key',
        createdDateTime,
        model: 'Key',
      };
    case 'TOTP':
      return { '@odata.type': typeOf('softwareOath'), id: random.uuid(), secretKey: null };
    case 'PUSH':
      return {
        '@odata.type': typeOf('microsoftAuthenticator'),
        id: random.uuid(),
        displayName: 'Telephone',
        createdDateTime,
      };
    case 'SMS':
      return {
        '@odata.type': typeOf('phone'),
        id: MOBILE_ID,
        phoneType: 'mobile',
        phoneNumber: '+1 5550100',
      };
    case 'QUESTION':
    default:
      return null;
  }
}

function typeOf(method: string): string {
  return `#microsoft.graph.${method}AuthenticationMethod`;
}

function guestName(username: string): string {
  return `${username.replace('@', '_')}#EXT#@tenant.example.com`;
}

/** Graph's moments have no fractions. */
function seconds(moment: string): string {
  return `${moment.slice(0, 19)}Z`;
}
