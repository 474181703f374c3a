import type { IdentityLink, Suggestion } from '../identities/identity.ts';
import type { Evidence } from '../model/finding.ts';
import { builder } from './builder.ts';
import { connectionTypes, pageArgs, readPageArgs } from './connection.ts';
import { CoverageType } from './coverage.ts';
import { localId, parseObjectId } from './global-id.ts';
import { MatchConfidenceEnum, MatchKeyEnum, SuggestionReasonEnum } from './identity-enums.ts';
import { identityById, identityOfUser, listIdentities } from './identity-reads.ts';
import type { IdentityView } from './identity-view.ts';
import { placeOfUser } from './place.ts';
import { UserType } from './user.ts';

export { identityById } from './identity-reads.ts';

export const IdentityType = builder.objectRef<IdentityView>('Identity');

export const IdentityEvidenceType = builder.objectRef<Evidence>('IdentityEvidence').implement({
  description:
    'What a match rests on. Callers who do not see every account read only what is said of the account itself; employee numbers are masked for those who may not read personal data.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What it is.' }),
    value: t.exposeString('value', { description: 'What was seen.' }),
  }),
});

const IdentityLinkType = builder.objectRef<IdentityLink>('IdentityLink').implement({
  description: 'One account of a person or machine, and why it is taken for theirs.',
  extensions: { permission: 'directory:read', place: ({ user }: IdentityLink) => placeOfUser(user) },
  fields: (t) => ({
    user: t.field({
      type: UserType,
      description: 'The account, as the sweep of its directory saw it.',
      resolve: ({ user }) => user,
    }),
    matchedBy: t.expose('matchedBy', { type: MatchKeyEnum, description: 'What ties it to the others.' }),
    confidence: t.expose('confidence', { type: MatchConfidenceEnum, description: 'How sure that is.' }),
    evidence: t.expose('evidence', { type: [IdentityEvidenceType], description: 'What it rests on.' }),
  }),
});

export const IdentitySuggestionType = builder.objectRef<Suggestion>('IdentitySuggestion').implement({
  description: 'An account that may be of the same person. Nothing is done to it on that ground.',
  extensions: { permission: 'directory:read', place: ({ user }: Suggestion) => placeOfUser(user) },
  fields: (t) => ({
    user: t.field({ type: UserType, description: 'The account.', resolve: ({ user }) => user }),
    reason: t.expose('reason', { type: SuggestionReasonEnum, description: 'Why it may be.' }),
  }),
});

builder.node(IdentityType, {
  description:
    'A person or machine across directories: the accounts that were found to be one, with the evidence. Every account is in exactly one. What the caller may not see of it is left out.',
  id: { resolve: ({ anchor }) => localId(anchor) },
  loadOne: identityById,
  extensions: { permission: 'directory:read', place: ({ anchor }: IdentityView) => placeOfUser(anchor) },
  fields: (t) => ({
    displayName: t.exposeString('displayName', {
      nullable: true,
      description: 'The name to show: that of the primary account, or of the first that has one.',
    }),
    primaryUser: t.field({
      type: UserType,
      nullable: true,
      description:
        'The account in the primary directory; of several, the one that can be used. Null: there is none; or the directory could not be read, which is an error beside the data and stands in `coverage`.',
      resolve: ({ primaryUser, coverage }, _args, context, info) => {
        if (primaryUser === null) context.incompleteLists.note(coverage, info, true);
        return primaryUser;
      },
    }),
    links: t.field({
      type: [IdentityLinkType],
      description: 'Its accounts, with what ties each to the others: the one that it is named after first.',
      resolve: ({ links, coverage }, _args, context, info) => {
        context.incompleteLists.note(coverage, info, true);
        return links;
      },
    }),
    users: t.field({
      type: [UserType],
      description: 'Its accounts alone, in the same order.',
      resolve: ({ links, coverage }, _args, context, info) => {
        context.incompleteLists.note(coverage, info, true);
        return links.map(({ user }) => user);
      },
    }),
    suggestions: t.expose('suggestions', {
      type: [IdentitySuggestionType],
      description: 'Accounts that may belong to it too: for somebody to look at, and to link or to separate.',
    }),
    coverage: t.expose('coverage', {
      type: CoverageType,
      description: 'Which directories were read: in one that was not, there may be further accounts.',
    }),
  }),
});

builder.objectFields(UserType, (t) => ({
  identity: t.field({
    type: IdentityType,
    nullable: true,
    description:
      'The person or machine that this account belongs to. An error while no sweep of its directory has the account.',
    resolve: (user, _args, context) => identityOfUser(user, context),
  }),
}));

const Identities = connectionTypes(IdentityType, { rows: 'identities' });

builder.queryFields((t) => ({
  identities: t.field({
    type: Identities.connection,
    nullable: true,
    description:
      'People and machines over all directories, from their sweeps: those with an account in the primary directory first.',
    args: pageArgs,
    extensions: { permission: 'directory:read', cost: { calls: 0 } },
    resolve: (_root, args, context) => listIdentities(readPageArgs(args), context),
  }),
  identity: t.field({
    type: IdentityType,
    nullable: true,
    description:
      'One person or machine; null when there is none. The id of an account that was found to belong to somebody else by now leads there.',
    args: { id: t.arg.id({ required: true, description: 'Id of the Identity.' }) },
    extensions: { permission: 'directory:read' },
    resolve: (_root, { id }, context) => identityById(localId(parseObjectId(id, 'Identity')), context),
  }),
}));
