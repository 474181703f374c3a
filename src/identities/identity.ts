import type { UnknownReason } from '../model/fact.ts';
import type { Evidence, FindingUnknownReason } from '../model/finding.ts';
import type { User } from '../model/user.ts';

/**
 * What ties an account to a person, strongest first. ANCHOR: it is the account that the others are tied to.
 * NATIVE_ID: one account carries the id that the other has in its own directory. USERNAME: the sign-in name is an address.
 * ALIAS: a further address of either side. MAPPED_USERNAME: a bare sign-in name, made an address by the operator's setting.
 */
export type MatchKey =
  | 'ANCHOR'
  | 'MANUAL_LINK'
  | 'NATIVE_ID'
  | 'EMPLOYEE_NUMBER'
  | 'VERIFIED_EMAIL'
  | 'USERNAME'
  | 'EMAIL'
  | 'ALIAS'
  | 'MAPPED_USERNAME';

export type MatchConfidence = 'CERTAIN' | 'HIGH' | 'MEDIUM' | 'LOW';

/** Why the only account that a key leads to is probably somebody else's. */
export type MatchVeto =
  /** Both sides carry an employee number, and not the same. */
  | 'EMPLOYEE_NUMBER'
  /** One side is a person's account, the other a machine's. */
  | 'KIND'
  /** The address was probably handed on: the primary account is much younger, and the surname is another. */
  | 'RECYCLED_ADDRESS'
  /** The operator said that this account and another one that leads to the same person are not one person. */
  | 'MANUAL_LINK';

/** Somebody who may be the same person; nothing is ever linked by it. */
export interface Suggestion {
  readonly user: User;
  /**
   * LOOSE_EMAIL: the addresses differ in a plus tag or dots only. NAME: the same display name with the same sign-in name or
   * local part, at another domain. TIE, VETO: a key leads there, but not there alone, or something speaks against it.
   */
  readonly reason: 'LOOSE_EMAIL' | 'NAME' | 'TIE' | 'VETO';
}

/** Why further primary accounts may lead to the same person; left out: the primary directory was read whole. */
interface PerhapsOthers {
  readonly othersUnread?: UnknownReason;
}

/** An account's counterpart in the primary directory. */
export type PrimaryMatch =
  | ({
      readonly kind: 'MATCHED';
      readonly user: User;
      readonly key: MatchKey;
      readonly confidence: MatchConfidence;
      /** Further primary accounts of the same person, such as the one before a rehire. */
      readonly twins: readonly User[];
      readonly evidence: readonly Evidence[];
    } & PerhapsOthers)
  /** Certainly nobody: the primary directory was read whole and lately, and the account has a key to look for. */
  | {
      readonly kind: 'NONE';
      readonly suggestions: readonly Suggestion[];
      readonly evidence: readonly Evidence[];
    }
  /** TIE: several carry the key, and nothing tells them apart. VETO: one does, and is probably somebody else. */
  | ({
      readonly kind: 'AMBIGUOUS';
      readonly why: 'TIE' | 'VETO';
      readonly veto: MatchVeto | null;
      readonly key: MatchKey;
      readonly candidates: readonly User[];
      readonly evidence: readonly Evidence[];
    } & PerhapsOthers)
  | {
      readonly kind: 'UNKNOWN';
      readonly reason: FindingUnknownReason;
      readonly message: string | null;
      readonly evidence: readonly Evidence[];
    };

/** One account of an identity, and why it is there. */
export interface IdentityLink {
  readonly user: User;
  readonly matchedBy: MatchKey;
  readonly confidence: MatchConfidence;
  readonly evidence: readonly Evidence[];
}

/** One person or machine across directories. Every account is in exactly one of these, if only by itself. */
export interface Identity {
  /**
   * Names the anchor: the primary account, or the account with the smallest (directory, externalId) where the primary
   * directory has none. Of several primary accounts of one person it is the one with the smallest external id. The id changes
   * when the anchor does: an account that had no counterpart gets one, a smaller one joins, or the anchor is deleted. As long
   * as the account that an older id names exists, that id leads to the identity that this account belongs to now.
   */
  readonly id: string;
  readonly displayName: string;
  /** The account in the primary directory; of several, the one that can be used. */
  readonly primaryUser: User | null;
  /** All accounts, the anchor first, then by directory and external id. */
  readonly links: readonly IdentityLink[];
  readonly suggestions: readonly Suggestion[];
}
