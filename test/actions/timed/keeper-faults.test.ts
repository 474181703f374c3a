import { setImmediate as turn } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { expect, test } from 'vitest';
import { createActionServices } from '../../../src/actions/action-services.ts';
import { Keeper } from '../../../src/actions/timed/keeper.ts';
import type { TimedGrant } from '../../../src/actions/timed/timed-grant.ts';
import type { Database } from '../../../src/store/database.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';
import { gate } from '../../store/gate.ts';

function noDatabase(): Promise<never> {
  return Promise.reject(new Error('Expected no query.'));
}

function grant(id: string): TimedGrant {
  const moment = new Date(0);
  return {
    id,
    actor: 'local',
    // No directory has this key: it cannot be taken back, which the store is to keep.
    directory: 'gone',
    action: 'ADD_USER_TO_GROUP',
    subject: { directory: 'gone', type: 'USER', externalId: id },
    inverse: { action: 'REMOVE_USER_FROM_GROUP', input: {} },
    reason: null,
    until: moment,
    state: 'ENDING',
    entryId: '',
    endedEntryId: null,
    attempts: 1,
    nextAttemptAt: null,
    code: null,
    message: null,
    createdAt: moment,
    endedAt: null,
  };
}

test('a keeper whose database fails at one grant waits for the others before it stops', async () => {
  const database = new Kysely<Database>({ dialect: new PostgresDialect({ pool: noDatabase }) });
  const [refused, held, go] = [gate(), gate(), gate()];
  class Hiccup extends DurableTimedStore {
    #due = [grant('bad'), grant('slow')];
    override overdue = async (): Promise<readonly TimedGrant[]> => [];
    override claimDue = async (): Promise<readonly TimedGrant[]> => this.#due.splice(0);
    override failed = async (id: string): Promise<void> => {
      if (id === 'bad') {
        refused.open();
        throw new Error('hiccup');
      }
      held.open();
      await go.passed;
    };
  }
  const faults: string[] = [];
  const keeper = new Keeper({
    services: createActionServices({}),
    store: new Hiccup(database),
    directories: [],
    onFailure: (error) => faults.push(String(error)),
  });
  keeper.start();
  await Promise.all([refused.passed, held.passed]);
  let stopped = false;
  const stop = keeper.stop().then(() => (stopped = true));
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(stopped).toBe(false);
  go.open();
  await stop;
  expect(faults).toEqual(['Error: hiccup', 'Error: hiccup']);
});
