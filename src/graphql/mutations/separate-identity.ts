import { separateIdentity } from '../../actions/links/link-actions.ts';
import { defineLinkMutation } from '../identity-link-mutation.ts';

defineLinkMutation(
  separateIdentity,
  'Says that two accounts are never one person, whatever they share, until it is taken back. Nothing is changed in a directory.',
);
