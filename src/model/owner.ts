/** Who answers for a group or an application, as the directory has it. */
export interface Owner {
  /** `OTHER`: something that is neither, such as another application. */
  readonly kind: 'USER' | 'GROUP' | 'OTHER';
  /** In the same directory. */
  readonly externalId: string;
  readonly name: string | null;
}
