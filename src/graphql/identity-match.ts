import { can } from '../access/caller.ts';
import { isConfined } from '../access/reach.ts';
import type { PrimaryMatch } from '../identities/identity.ts';
import type { User } from '../model/user.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { FindingUnknownReasonEnum } from './finding-enums.ts';
import { forbidden } from './forbidden.ts';
import { IdentityEvidenceType, IdentitySuggestionType } from './identity.ts';
import {
  AmbiguityEnum,
  MatchConfidenceEnum,
  MatchKeyEnum,
  MatchVetoEnum,
  PrimaryMatchKindEnum,
} from './identity-enums.ts';
import { identityOfUser } from './identity-reads.ts';
import { evidenceFor } from './identity-view.ts';
import { UserType } from './user.ts';
import { usersWithin } from './within.ts';

const PrimaryMatchType = builder.objectRef<PrimaryMatch>('PrimaryMatch').implement({
  description: "An account's counterpart in the primary directory, or why none can be named.",
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    kind: t.expose('kind', { type: PrimaryMatchKindEnum, description: 'What looking for it came to.' }),
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The counterpart, where it was found. Of an account in the primary directory: itself.',
      resolve: (match) => (match.kind === 'MATCHED' ? match.user : null),
    }),
    key: t.field({
      type: MatchKeyEnum,
      nullable: true,
      description: 'What leads there; null: nothing does.',
      resolve: (match) => (match.kind === 'MATCHED' || match.kind === 'AMBIGUOUS' ? match.key : null),
    }),
    confidence: t.field({
      type: MatchConfidenceEnum,
      nullable: true,
      description: 'How sure it is; null unless it was found.',
      resolve: (match) => (match.kind === 'MATCHED' ? match.confidence : null),
    }),
    why: t.field({
      type: AmbiguityEnum,
      nullable: true,
      description: 'Why it is ambiguous; null when it is not.',
      resolve: (match) => (match.kind === 'AMBIGUOUS' ? match.why : null),
    }),
    veto: t.field({
      type: MatchVetoEnum,
      nullable: true,
      description: 'What speaks against the only candidate; null: nothing, or there are several.',
      resolve: (match) => (match.kind === 'AMBIGUOUS' ? match.veto : null),
    }),
    candidates: t.field({
      type: [UserType],
      description: 'Whom the key leads to, where it is ambiguous.',
      resolve: (match) => (match.kind === 'AMBIGUOUS' ? match.candidates : []),
    }),
    twins: t.field({
      type: [UserType],
      description: 'Further primary accounts of the same person, such as the one before a rehire.',
      resolve: (match) => (match.kind === 'MATCHED' ? match.twins : []),
    }),
    suggestions: t.field({
      type: [IdentitySuggestionType],
      description: 'Where nobody was found: who looks alike.',
      resolve: (match) => (match.kind === 'NONE' ? match.suggestions : []),
    }),
    unknownReason: t.field({
      type: FindingUnknownReasonEnum,
      nullable: true,
      description: 'Why it could not be decided; null when it was.',
      resolve: (match) => (match.kind === 'UNKNOWN' ? match.reason : null),
    }),
    message: t.string({
      nullable: true,
      description: 'The same for people, with what to do.',
      resolve: (match) => (match.kind === 'UNKNOWN' ? match.message : null),
    }),
    evidence: t.field({
      type: [IdentityEvidenceType],
      description: 'What it rests on.',
      resolve: ({ evidence }) => evidence,
    }),
  }),
});

builder.objectFields(UserType, (t) => ({
  primaryMatch: t.field({
    type: PrimaryMatchType,
    nullable: true,
    description:
      'Its counterpart in the primary directory. Callers who do not see all of that directory are told of a counterpart that they see, and otherwise nothing: neither that there is one nor that there is none.',
    resolve: async (user, _args, context) => {
      const match = await context.identities.matchOf(user, context.scope);
      // The same error as for its identity: no sweep has the account.
      if (match === null) return identityOfUser(user, context).then(() => null);
      return seenBy(match, user, context);
    },
  }),
}));

function seenBy(match: PrimaryMatch, user: User, context: GatewayContext): PrimaryMatch {
  const { caller, directories } = context;
  const shown = { ...match, evidence: evidenceFor(match.evidence, user, caller) };
  const primary = directories.find(({ isPrimary }) => isPrimary);
  const seesAll =
    !isConfined(caller) ||
    (primary !== undefined && can(caller, 'directory:read', { directory: primary.key, population: null }));
  if (seesAll || (match.kind === 'UNKNOWN' && match.reason === 'NOT_CONFIGURED')) return shown;
  const isWithin = usersWithin(caller) ?? (() => true);
  if (shown.kind === 'MATCHED' && isWithin(shown.user))
    return { ...shown, twins: shown.twins.filter(isWithin) };
  throw forbidden('directory:read');
}
