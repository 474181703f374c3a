import { linkIdentity } from '../../actions/links/link-actions.ts';
import { defineLinkMutation } from '../identity-link-mutation.ts';

defineLinkMutation(
  linkIdentity,
  'Says that two accounts are one person: stronger than everything that is found by itself, until it is taken back. Nothing is changed in a directory.',
);
