/** An account by where it lives. */
export interface AccountRef {
  /** Key of the directory. */
  readonly directory: string;
  readonly externalId: string;
}

/** What an operator says of two accounts. It stands above everything that correlation finds, until it is taken back. */
export interface ManualLink {
  /** SAME: one person. DIFFERENT: never one person, whatever else they share. */
  readonly kind: 'SAME' | 'DIFFERENT';
  readonly one: AccountRef;
  readonly other: AccountRef;
  /** Who said so. */
  readonly by: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** Where the operator's links are kept. There is one link at most for two accounts, whichever of them is named first. */
export interface IdentityLinkStore {
  list(): Promise<readonly ManualLink[]>;
  /** Keeps a link in the place of what was said of these two accounts before. */
  put(link: ManualLink): Promise<void>;
  /** Forgets what was said of two accounts. Answers whether there was anything. */
  remove(one: AccountRef, other: AccountRef): Promise<boolean>;
}
