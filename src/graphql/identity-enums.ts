import type {
  MatchConfidence,
  MatchKey,
  MatchVeto,
  PrimaryMatch,
  Suggestion,
} from '../identities/identity.ts';
import { builder } from './builder.ts';

type Described<T extends string> = Record<T, { description: string }>;

export const MatchKeyEnum = builder.enumType('MatchKey', {
  description: 'What ties an account to a person, strongest first.',
  values: {
    ANCHOR: { description: 'It is the account that the others are tied to.' },
    MANUAL_LINK: { description: 'An operator said so.' },
    NATIVE_ID: { description: 'One account carries the id that the other has in its own directory.' },
    EMPLOYEE_NUMBER: { description: 'Both carry the same employee number.' },
    VERIFIED_EMAIL: { description: 'Both have the same address, and it was proven.' },
    USERNAME: { description: "The sign-in name of one is an address, and it is the other's." },
    EMAIL: { description: 'Both have the same address.' },
    ALIAS: { description: 'A further address of one is an address of the other.' },
    MAPPED_USERNAME: {
      description:
        "A bare sign-in name, made an address by the operator's setting, is an address of the other.",
    },
  } satisfies Described<MatchKey>,
});

export const MatchConfidenceEnum = builder.enumType('MatchConfidence', {
  description: 'How sure it is that an account is the same person.',
  values: {
    CERTAIN: { description: 'By an operator, or by an id that is given once.' },
    HIGH: { description: 'By a key that the directories vouch for.' },
    MEDIUM: { description: 'By an address that nobody proved.' },
    LOW: { description: 'By a key that others may come to share: look before acting on it.' },
  } satisfies Described<MatchConfidence>,
});

export const MatchVetoEnum = builder.enumType('MatchVeto', {
  description: 'Why the only account that a key leads to is probably somebody else.',
  values: {
    EMPLOYEE_NUMBER: { description: 'Both carry an employee number, and not the same.' },
    KIND: { description: "One is a person's account, the other a machine's." },
    RECYCLED_ADDRESS: {
      description: 'The address was probably handed on to somebody else: dates and surnames do not fit.',
    },
    MANUAL_LINK: { description: 'An operator said that they are not one person.' },
  } satisfies Described<MatchVeto>,
});

export const SuggestionReasonEnum = builder.enumType('SuggestionReason', {
  description: 'Why somebody may be the same person, without being taken for it.',
  values: {
    LOOSE_EMAIL: { description: 'The addresses differ in a plus tag or in dots only.' },
    NAME: { description: 'The same name, with the same sign-in name at another domain.' },
    TIE: { description: 'A key leads there, and to others as well.' },
    VETO: { description: 'A key leads there, and something speaks against it.' },
  } satisfies Described<Suggestion['reason']>,
});

export const PrimaryMatchKindEnum = builder.enumType('PrimaryMatchKind', {
  description: 'What looking for an account in the primary directory came to.',
  values: {
    MATCHED: { description: 'Its counterpart was found.' },
    NONE: { description: 'There is certainly nobody: the primary directory was read whole, and lately.' },
    AMBIGUOUS: { description: 'Several fit, or the one that does is probably somebody else; see `why`.' },
    UNKNOWN: { description: 'It could not be decided; see `unknownReason`.' },
  } satisfies Described<PrimaryMatch['kind']>,
});

export const AmbiguityEnum = builder.enumType('MatchAmbiguity', {
  description: 'Why a match is ambiguous.',
  values: {
    TIE: { description: 'Several carry the key, and nothing tells them apart.' },
    VETO: { description: 'One does, and something speaks against it; see `veto`.' },
  } satisfies Described<'TIE' | 'VETO'>,
});
