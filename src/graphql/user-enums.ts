import type { UserStatus } from '../model/user.ts';
import type { MembershipType } from '../model/group.ts';
import { builder } from './builder.ts';

export const UserStatusEnum = builder.enumType('UserStatus', {
  description: 'Whether an account can be used. SUSPENDED wins over LOCKED and PENDING.',
  values: {
    ACTIVE: { description: 'It can sign in.' },
    PENDING: { description: 'It has yet to be verified.' },
    LOCKED: { description: 'It is shut out for a time.' },
    SUSPENDED: { description: 'Somebody switched it off.' },
    DEPROVISIONED: { description: 'It is gone, but still listed.' },
    UNKNOWN: { description: 'A state that the gateway does not know; see `rawStatus`.' },
  } satisfies Record<UserStatus, { description: string }>,
});

export const MembershipTypeEnum = builder.enumType('MembershipType', {
  description: 'How somebody is in a group.',
  values: {
    DIRECT: { description: 'Put in by somebody: it can be taken back.' },
    INDIRECT: { description: 'Through a nested group or a filter.' },
    UNKNOWN: { description: 'The provider does not say.' },
  } satisfies Record<MembershipType, { description: string }>,
});
