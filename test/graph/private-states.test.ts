import { expect, test } from 'vitest';
import { encodeGlobalId } from '../../src/graphql/global-id.ts';
import type { Caller } from '../../src/access/caller.ts';
import { KEY, startGateway } from '../support/gateway.ts';

const limited: Caller = {
  name: 'writer',
  roles: [],
  grants: [{ permission: 'directory:read' }, { permission: 'user:write' }],
};

test('a caller who may change telephone numbers but not read them is shown none: not in a conflict, a rehearsal or an entry', async () => {
  const gateway = await startGateway({ users: 60, caller: limited });
  try {
    const { children, userGroups } = gateway.sandbox.tenant;
    const holders = children.get('users/roleAssignments');
    const row = gateway
      .users()
      .find(
        ({ id, mobilePhone }) => typeof mobilePhone === 'string' && !holders?.has(id) && !userGroups.has(id),
      );
    if (row === undefined) throw new Error('Expected somebody with a telephone number.');
    const input = {
      user: { id: encodeGlobalId('User', `${KEY}:${row.id}`) },
      changes: { mobilePhone: '+1.2005550100' },
    };
    const mutation = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename
      ... on ActionRefused { code blockedBy message } ... on ActionConflict { code state version }
      ... on UpdateUserSuccess { changed differences { path before after } entry { outcome before after parameters } } } }`;
    const answers = [
      await gateway.ask(mutation, { input: { ...input, ifVersion: 'x' } }),
      await gateway.ask(mutation, { input: { ...input, dryRun: true } }),
      await gateway.ask(mutation, { input }),
    ];
    expect(answers.map(({ data }) => JSON.stringify(data))).toEqual([
      expect.stringContaining('"__typename":"ActionConflict","code":"CONFLICT","state":null'),
      expect.stringContaining('"changed":true,"differences":null'),
      expect.stringContaining('"changed":true,"differences":null'),
    ]);
    expect(JSON.stringify(answers)).not.toContain(String(row['mobilePhone']));
  } finally {
    await gateway.close();
  }
});
