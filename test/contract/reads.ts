import type { Capability } from '../../src/model/directory.ts';
import type { Provider } from '../../src/providers/provider.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import type { Truth } from './stage.ts';

/** One question of the interface that costs a call, and the capability without which it is not to be asked. */
interface Read {
  readonly name: string;
  readonly needs: Capability | null;
  readonly read: (provider: Provider, truth: Truth, context: CallContext) => Promise<unknown>;
}

const first = { limit: 10, cursor: null };
const groupOf = ({ groups }: Truth): string => groups[0] ?? 'none';

export const everyRead: readonly Read[] = [
  {
    name: 'users.list',
    needs: null,
    // A page of which nothing could be read has to be an error; one that breaks off in the middle says so in the page.
    read: async ({ users }, _truth, context) => {
      const page = await users.list({ ...first, providerFilter: null }, context);
      if (page.brokenOff !== undefined) throw page.brokenOff;
      return page;
    },
  },
  {
    name: 'users.get',
    needs: null,
    read: ({ users }, { someone }, context) => users.get(someone.id, context),
  },
  {
    name: 'users.findByUsername',
    needs: null,
    read: ({ users }, { someone }, context) => users.findByUsername(someone.username, context),
  },
  {
    name: 'users.findByEmail',
    needs: null,
    read: ({ users }, { someone }, context) => users.findByEmail(someone.email, context),
  },
  {
    name: 'users.groupsOf',
    needs: 'GROUPS',
    read: ({ users }, { someone }, context) => complete(users.groupsOf(someone.id, context)),
  },
  {
    name: 'users.roleAssignmentsOf',
    needs: 'ROLE_ASSIGNMENTS',
    read: ({ users }, { someone }, context) => complete(users.roleAssignmentsOf(someone.id, context)),
  },
  {
    name: 'users.passwordState',
    needs: 'PASSWORD_STATE',
    read: ({ users }, { someone }, context) => users.passwordState(someone.id, context),
  },
  {
    name: 'users.sessions',
    needs: 'SESSIONS',
    read: ({ users }, { someone }, context) => complete(users.sessions(someone.id, context)),
  },
  {
    name: 'users.linkedAccounts',
    needs: 'LINKED_ACCOUNTS',
    read: ({ users }, { someone }, context) => complete(users.linkedAccounts(someone.id, context)),
  },
  {
    name: 'users.mfaBypass',
    needs: 'MFA_BYPASS',
    read: ({ users }, { someone }, context) => users.mfaBypass(someone.id, context),
  },
  {
    name: 'mfa.devicesOf',
    needs: 'MFA_DEVICES',
    read: ({ mfa }, { someone }, context) => mfa.devicesOf(someone.id, context),
  },
  { name: 'mfa.report', needs: 'MFA_DEVICE_REPORT', read: ({ mfa }, _truth, context) => mfa.report(context) },
  {
    name: 'groups.list',
    needs: 'GROUPS',
    read: async ({ groups }, _truth, context) => {
      const page = await groups.list(first, context);
      if (page.brokenOff !== undefined) throw page.brokenOff;
      return page;
    },
  },
  {
    name: 'groups.get',
    needs: 'GROUPS',
    read: ({ groups }, truth, context) => groups.get(groupOf(truth), context),
  },
  {
    name: 'groups.getMany',
    needs: 'GROUPS',
    read: ({ groups }, truth, context) => groups.getMany([groupOf(truth)], context),
  },
  {
    name: 'groups.members',
    needs: 'GROUPS',
    read: async ({ groups }, truth, context) => {
      const page = await groups.members(groupOf(truth), first, context);
      if (page.brokenOff !== undefined) throw page.brokenOff;
      return page;
    },
  },
  {
    name: 'groups.parents',
    needs: 'NESTED_GROUPS',
    read: ({ groups }, truth, context) => complete(groups.parents(groupOf(truth), context)),
  },
  {
    name: 'applications.list',
    needs: 'APPLICATIONS',
    read: ({ applications }, _truth, context) => complete(applications.list(context)),
  },
];

/** A list that says itself that it is not complete has told the failure as well as an error would. */
async function complete(
  read: Promise<{
    readonly complete: boolean;
    readonly reason: string | null;
    readonly message: string | null;
  }>,
): Promise<unknown> {
  const list = await read;
  if (list.complete) return list;
  const code =
    list.reason === 'FORBIDDEN' ? 'FORBIDDEN' : list.reason === 'TIMED_OUT' ? 'TIMED_OUT' : 'UNREACHABLE';
  throw new UpstreamError({ code, message: list.message ?? '', directory: '', route: '' });
}
