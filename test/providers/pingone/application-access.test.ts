import { expect, test } from 'vitest';
import { KEY, openGateway } from '../../support/gateway.ts';

const context = { lane: 'interactive', transactionId: 'test' } as const;

test.each([
  ['no object', 'ADMIN_USERS_ONLY'],
  ['a role of no kind', { role: {} }],
  ['a role that is a text', { role: 'ADMIN_USERS_ONLY' }],
  ['groups that are no list', { group: { type: 'ANY_GROUP', groups: {} } }],
  ['a group without an id', { group: { type: 'ANY_GROUP', groups: [{}] } }],
])(
  'an application whose access rule is %s is not one that is open to everybody',
  async (_what, accessControl) => {
    const { sandbox, directory } = await openGateway({ users: 5 });
    const { applications } = directory.provider;
    const [row] = sandbox.tenant.collections.get('applications')?.values() ?? [];
    if (row === undefined) throw new Error(`Expected an application in "${KEY}".`);
    row['accessControl'] = accessControl;
    sandbox.world.touch();
    const list = applications.list(context);
    await expect(list).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    row['accessControl'] = { group: { type: 'ANY_GROUP', groups: [{ id: 'g1' }] } };
    sandbox.world.touch();
    const [read] = (await applications.list(context)).rows;
    expect(read?.accessControl).toEqual({ adminOnly: false, groupMatch: 'ANY', groupIds: ['g1'] });
  },
);
