import type { ActionName } from '../../model/action.ts';
import type { Permission } from '../../model/permission.ts';

/** What an operator may say of two accounts. It changes what the gateway knows, and nothing in a directory. */
export interface LinkAction {
  readonly name: ActionName;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly mutation: string;
  /** What is said of the two from then on; null: nothing. */
  readonly says: 'SAME' | 'DIFFERENT' | null;
}

export const linkPermission: Permission = 'identity:link';

export const linkIdentity: LinkAction = {
  name: 'LINK_IDENTITY',
  summary: 'Say that two accounts are one person.',
  mutation: 'linkIdentity',
  says: 'SAME',
};

export const separateIdentity: LinkAction = {
  name: 'SEPARATE_IDENTITY',
  summary: 'Say that two accounts are never one person.',
  mutation: 'separateIdentity',
  says: 'DIFFERENT',
};

export const removeIdentityLink: LinkAction = {
  name: 'REMOVE_IDENTITY_LINK',
  summary: 'Take back what was said of two accounts.',
  mutation: 'removeIdentityLink',
  says: null,
};

export const linkActions: readonly LinkAction[] = [linkIdentity, separateIdentity, removeIdentityLink];

/** The action after which this is said of two accounts. */
export function linkActionSaying(says: LinkAction['says']): LinkAction {
  return linkActions.find((action) => action.says === says) ?? removeIdentityLink;
}
