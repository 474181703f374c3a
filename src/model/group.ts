import type { ListedOwners } from './owner.ts';

/** A group of one directory, as the row of a list carries it. */
export interface Group {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly populationId: string | null;
  /** The filter that decides who is in a dynamic group, in the provider's language. */
  readonly dynamicFilter: string | null;
  /** Whether a source outside the directory (a gateway, an identity provider) owns it: it cannot be changed here. */
  readonly external: boolean;
  readonly sourceId: string | null;
  /** Direct members, when the list row says so; nested and dynamic ones not counted. */
  readonly directMemberCount: number | null;
  readonly customData: Readonly<Record<string, unknown>> | null;
  /** Who answers for it; left out: this row does not tell. */
  readonly listedOwners?: ListedOwners;
  /** Set on what the product itself brings along, such as a group of everybody: nobody has to answer for it. */
  readonly vendorsOwn?: true;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly observedAt: Date;
}

/** DIRECT: put in by somebody. INDIRECT: through a nested group or a dynamic filter. UNKNOWN: the provider does not say. */
export type MembershipType = 'DIRECT' | 'INDIRECT' | 'UNKNOWN';

/** That a user, or a group, is in a group. */
export interface Membership {
  readonly groupId: string;
  readonly groupName: string | null;
  readonly type: MembershipType;
  /** The group itself, where the provider sends it along. */
  readonly group?: Group;
}

/** A part of a directory's people that is administered together; a user is in exactly one. */
export interface Population {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly isDefault: boolean | null;
  readonly userCount: number | null;
  readonly passwordPolicyId: string | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly observedAt: Date;
}
