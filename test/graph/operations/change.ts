/** Ids of what was made or chosen before, by the names that this scenario gives them: global ids, or a child's own id. */
export type Ids = (name: string) => string;

export interface ChangeStep {
  /** Its number among the 113 operations; 0: one that they lack. */
  readonly number: number;
  readonly mutation: string;
  readonly input: (id: Ids) => Readonly<Record<string, unknown>>;
  /** Name for the id of the entry's subject; of a child, for its own id. */
  readonly as?: string;
}

export const step = (
  number: number,
  mutation: string,
  input: ChangeStep['input'],
  as?: string,
): ChangeStep => ({ number, mutation, input, ...(as === undefined ? {} : { as }) });
