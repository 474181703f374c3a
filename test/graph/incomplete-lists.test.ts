import { describe, expect, it } from 'vitest';
import { below, openGateway, routes } from '../support/gateway.ts';

describe('a list that could not be read', () => {
  it.each(['users', 'groups'])(
    'of %s is an error beside the data, also for a caller who does not look at its coverage',
    async (field) => {
      const { ask, sandbox } = await openGateway();
      sandbox.faults.add({ route: below(field), fault: { kind: 'status', status: 501 } });
      const { data, errors } = await ask<Record<string, { nodes: unknown[] }>>(
        `{ list: ${field}(first: 3) { nodes { externalId } edges { cursor } } }`,
      );
      expect(data['list']?.nodes).toEqual([]);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({
        path: ['list'],
        extensions: { code: 'INCOMPLETE', directory: 'acme', state: 'FAILED' },
      });
    },
  );

  it('to its end keeps what was read, and says that there is more', async () => {
    const { ask, sandbox } = await openGateway({ users: 450 });
    sandbox.faults.add({ route: below('users'), after: 1, fault: { kind: 'status', status: 501 } });
    const { data, errors } = await ask<{ users: { nodes: unknown[] } }>(
      '{ users(first: 450) { nodes { username } } }',
    );
    expect(data.users.nodes).toHaveLength(200);
    expect(errors[0]).toMatchObject({
      path: ['users'],
      extensions: { code: 'INCOMPLETE', state: 'PARTIAL' },
    });
    expect(sandbox.requests.of(routes.users)).toBe(2);
  });

  it('is none where everything was read', async () => {
    const { ask } = await openGateway();
    expect((await ask('{ users(first: 3) { nodes { username } } }')).errors).toEqual([]);
  });
});
