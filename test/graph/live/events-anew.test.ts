import { expect, test } from 'vitest';
import type { UserEvent } from '../../../src/directory/refresh/change-of.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { openLive } from './live-gateway.ts';

const CHANGES = /* GraphQL */ `
  subscription {
    userChanged {
      user {
        externalId
        findings(states: [PRESENT, ABSENT, UNKNOWN]) {
          evaluatedAt
        }
      }
    }
  }
`;

interface Change {
  readonly userChanged: {
    readonly user: { readonly externalId: string; readonly findings: readonly { evaluatedAt: string }[] };
  };
}

test('each event of a subscription is answered from what is read for it, and by its own clock', async () => {
  const { listen, directory, sandbox } = await openLive({ users: 20 });
  const sweep = await directory.sweeper.read(requestScope());
  const [one, other] = sweep.users.rows;
  if (one === undefined || other === undefined) throw new Error('Expected two users.');
  const tellers = new Set<(event: UserEvent) => void>();
  directory.sweeper.onUserEvent = (listener) => {
    tellers.add(listener);
    return () => tellers.delete(listener);
  };
  const listening = await listen(CHANGES);
  const told = async (user: typeof one) => {
    const before = sandbox.requests.total;
    const at = Date.now();
    // The next event comes in a later millisecond.
    await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(at);
    for (const tell of tellers) tell({ user, change: 'UPDATED', observedAt: new Date() });
    const event = await listening.next();
    if (event === null) throw new Error('Expected an event; the stream has ended.');
    expect(event.errors).toBeUndefined();
    const { externalId, findings } = (event.data as Change).userChanged.user;
    expect(externalId).toBe(user.externalId);
    const moments = new Set(findings.map(({ evaluatedAt }) => Date.parse(evaluatedAt)));
    expect(moments.size).toBe(1);
    expect([...moments][0]).toBeGreaterThan(at);
    return sandbox.requests.total - before;
  };
  await told(one);
  await told(other);
  directory.evictUser(one.externalId);
  // Whoever was told of before is asked about again.
  expect(await told(one)).toBeGreaterThan(0);
});
