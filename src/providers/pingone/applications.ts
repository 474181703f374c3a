import type { Application } from '../../model/application.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import type { ApplicationReads } from '../provider.ts';
import { type Row, text } from '../rows.ts';
import { toAttribute, toPolicyAssignment, toSecretState } from './application-parts.ts';
import { readUsage } from './application-usage.ts';
import { toApplication } from './application.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { createGrantReader } from './grants.ts';
import { toRoleAssignment } from './role-assignments.ts';
import { expectShape, type Shape } from './shape.ts';

/**
 * What an application may do, where it sends people, whose certificates it trusts and how long it stays signed on: a flag that cannot be
 * read is not one that is off.
 */
const applicationShape: Shape = {
  texts: ['type', 'protocol', 'sloEndpoint'],
  flags: [
    'enabled',
    'allowWildcardInRedirectUris',
    'additionalRefreshTokenReplayProtectionEnabled',
    'assertionSigned',
    'responseSigned',
  ],
  numbers: ['refreshTokenDuration', 'refreshTokenRollingDuration'],
  textLists: ['redirectUris', 'acsUrls', 'grantTypes', 'responseTypes'],
  parts: {
    accessControl: {
      parts: {
        role: { always: ['type'], texts: ['type'] },
        group: { texts: ['type'], referenceLists: ['groups'] },
      },
    },
    idpSigning: { references: ['key'] },
    spVerification: { referenceLists: ['certificates'] },
    spEncryption: { references: ['certificate'] },
  },
};

export function createApplicationReads(api: EnvironmentApi, clock: () => Date): ApplicationReads {
  const directory = api.settings.key;
  const one = 'applications/{applicationId}';

  function applicationOf(row: Row, observedAt: Date, origin: Origin): Application {
    expectShape(row.members, applicationShape, origin);
    // Only rows of PingOne's own applications may lack the type, and then they lack the protocol too.
    if (text(row.members, 'protocol') !== null && text(row.members, 'type') === null)
      throw badResponse(origin, 'has an application with a protocol and without a type');
    return toApplication(row, directory, observedAt);
  }

  return {
    list: async (context) => await api.list('applications', {}, 'applications', context, applicationOf),
    get: async (applicationId, context) => {
      const found = await api.find(one, { applicationId }, context);
      return found === null ? null : applicationOf(found.row, found.answer.observedAt, found.answer.origin);
    },
    grants: createGrantReader(api),
    attributes: async (applicationId, context) =>
      await api.list(`${one}/attributes`, { applicationId }, 'attributes', context, toAttribute),
    signOnPolicyAssignments: async (applicationId, context) => {
      const collection = 'signOnPolicyAssignments';
      const listing = await api.list(
        `${one}/${collection}`,
        { applicationId },
        collection,
        context,
        toPolicyAssignment,
      );
      return { ...listing, rows: listing.rows.toSorted((a, b) => a.priority - b.priority) };
    },
    roleAssignmentsOf: async (applicationId, context) =>
      await api.list(
        `${one}/roleAssignments`,
        { applicationId },
        'roleAssignments',
        context,
        (row, _, origin) => toRoleAssignment(row, { kind: 'APPLICATION', externalId: applicationId }, origin),
      ),
    secretState: async (applicationId, context) => {
      const { members, origin } = await api.read(`${one}/secret`, { applicationId }, context);
      expectShape(members, { parts: { previous: { instants: ['expiresAt', 'lastUsed'] } } }, origin);
      return toSecretState(members);
    },
    flowPolicyAssigned: async (applicationId, context) => {
      const collection = 'flowPolicyAssignments';
      const listing = await api.list(
        `${one}/${collection}`,
        { applicationId },
        collection,
        context,
        (row) => row.id,
      );
      return listing.rows.length > 0;
    },
    usage: async (days, context) => await readUsage(api, days, clock, context),
  };
}
