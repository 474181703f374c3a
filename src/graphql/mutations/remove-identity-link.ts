import { removeIdentityLink } from '../../actions/links/link-actions.ts';
import { defineLinkMutation } from '../identity-link-mutation.ts';

defineLinkMutation(
  removeIdentityLink,
  'Takes back what was said of two accounts by `linkIdentity` or `separateIdentity`: from then on it counts again what is found. Nothing is changed in a directory.',
);
