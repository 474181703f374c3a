import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ownerStage } from '../owner-stage.ts';
import { altered, replaced } from './altered.ts';
import { openOkta } from './okta-stage.ts';

let stage: Awaited<ReturnType<typeof openOkta>>;
beforeAll(async () => {
  stage = await openOkta();
});
afterEach(() => stage.peer.faults.clear());
afterAll(() => stage.close());

async function judged(): Promise<string> {
  const [connect] = stage.connections;
  if (connect === undefined) throw new Error('Expected a connection.');
  const provider = connect({});
  try {
    return await ownerStage(provider).live.directory('org::no_inactivity_automation');
  } finally {
    await provider.close();
  }
}

test('an automation that suspends everybody in time is one', async () => {
  expect(await judged()).toBe('ABSENT COMPLIANT');
});

test.each([
  ['status', 'SOMETHING_NEW'],
  ['status', 7],
  ['action', 'SOMETHING_NEW'],
  ['action', 7],
  ['conditions', 'another type'],
  ['people', 7],
  ['users', 'another type'],
  ['inactivity', 7],
  ['groups', 'another type'],
  ['include', [7]],
  ['include', 'another type'],
  ['unit', 'SOMETHING_NEW'],
  ['number', '60'],
])('whose %s is %j leaves open whether it is', async (name, value) => {
  stage.peer.faults.add(altered(/\/rules$/, replaced(name, value)));
  expect(await judged()).toMatch(/^UNKNOWN /);
});
