import type { User } from '../model/user.ts';
import { builder } from './builder.ts';
import { localId, objectId } from './global-id.ts';
import { placeOfUser } from './place.ts';
import { UserType } from './user.ts';

/** A person or machine, by the account that it is known from. */
interface Identity {
  readonly anchor: User;
}

const IdentityType = builder.objectRef<Identity>('Identity');

builder.node(IdentityType, {
  description:
    'A person or machine across directories. While one directory is connected, it is the one account there: nothing is guessed.',
  id: { resolve: (identity) => localId(identity.anchor) },
  loadOne: async (id, context) => {
    const { directory, externalId } = objectId(id);
    const anchor = await context.loaders(directory).user.load(externalId);
    return anchor && { anchor };
  },
  extensions: { permission: 'directory:read', place: ({ anchor }: Identity) => placeOfUser(anchor) },
  fields: (t) => ({
    displayName: t.string({
      nullable: true,
      description: 'The name to show.',
      resolve: ({ anchor }) => anchor.displayName ?? anchor.username,
    }),
    users: t.field({
      type: [UserType],
      description: 'Its accounts.',
      resolve: ({ anchor }) => [anchor],
    }),
  }),
});

builder.objectFields(UserType, (t) => ({
  identity: t.field({
    type: IdentityType,
    description: 'The person or machine that this account belongs to.',
    resolve: (user) => ({ anchor: user }),
  }),
}));
