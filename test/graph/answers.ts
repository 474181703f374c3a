/** The parts of answers that several tests look at. */
export interface Coverage {
  readonly complete: boolean;
  readonly checked: number;
  readonly unknown: number | null;
  readonly sources?: readonly {
    readonly state: string;
    readonly reason: string | null;
    readonly message?: string | null;
  }[];
}

export interface Mfa {
  readonly status: string;
  readonly tier: string;
  readonly source: string | null;
  readonly unknownReason: string | null;
  readonly devices: readonly { readonly id: string; readonly status: string; readonly type: string }[] | null;
}

export interface UserRow {
  readonly id: string;
  readonly externalId: string;
  readonly username: string | null;
  readonly status: string;
  readonly mfa: Mfa;
}

export interface Page<Node> {
  readonly totalCount: number | null;
  readonly coverage: Coverage;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Node[];
}

export interface UsersMfa {
  readonly users: Page<UserRow>;
}

export interface GroupsMembers {
  readonly groups: {
    readonly nodes: readonly {
      readonly externalId: string;
      readonly name: string;
      readonly members: { readonly edges: readonly { readonly type: string; readonly node: UserRow }[] };
    }[];
  };
}
