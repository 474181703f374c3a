import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { SharedRead } from '../../src/providers/shared-read.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import { VirtualClock } from '../upstream/support/virtual-clock.ts';

const never = (): Promise<string> => new Promise(() => {});

function startedBy(more: Partial<CallContext>): CallContext {
  return { lane: 'interactive', transactionId: 'tx-1', ...more };
}

describe('a read that several share', () => {
  test('which its caller cannot wait for ends as an error that names the directory', async () => {
    const clock = new VirtualClock();
    const shared = new SharedRead('acme', never, clock);
    const read = shared.read(startedBy({ deadline: clock.now() + 50 }), 1_000);
    const ended = expect(read).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining('acme: ') as string,
      facts: { directory: 'acme', route: 'shared read', transactionId: 'tx-1' },
    });
    await clock.advance(50);
    await ended;
  });

  test('whose caller goes away ends so too, for that caller only', async () => {
    const caller = new AbortController();
    const collection = new EventEmitter();
    const read = async (): Promise<string> => String((await once(collection, 'read'))[0]);
    const shared = new SharedRead('acme', read, new VirtualClock());
    const left = shared.read(startedBy({ signal: caller.signal }), 1_000);
    const stayed = shared.read(startedBy({ transactionId: 'tx-2' }), 1_000);
    caller.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED', facts: { directory: 'acme' } });
    collection.emit('read', 'all of it');
    expect(await stayed).toBe('all of it');
  });
});
