import { describe, expect, test } from 'vitest';
import { MemoryIdempotencyStore } from '../../src/actions/memory-idempotency.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { callerNamed, setStage } from './support/stage.ts';

const people = ['ada', 'ben'];
const keep = (): boolean => true;

describe('an idempotency key', () => {
  test('a thousand repeats at once have one effect and one answer', async () => {
    const provider = createFakeProvider(people);
    const stage = setStage(provider);
    const results = await Promise.all(
      Array.from({ length: 1_000 }, () => stage.suspend('ada', { idempotencyKey: 'k' })),
    );
    expect(provider.writes).toHaveLength(1);
    expect(new Set(results.map(({ entry }) => entry?.id)).size).toBe(1);
    expect(results[0]).toMatchObject({ kind: 'SUCCESS', changed: true, entry: { idempotencyKey: 'k' } });
  });

  test('a later repeat gets the first answer, and nothing is read or sent', async () => {
    const provider = createFakeProvider(people);
    const stage = setStage(provider);
    const { user: _as, ...first } = await stage.suspend('ada', { idempotencyKey: 'k' });
    provider.enabled.set('ada', true);
    const { user: now, ...second } = await stage.suspend('ada', { idempotencyKey: 'k' });
    expect(second).toEqual({ ...first, replayed: true });
    // What it is about is told as it is, not as it was.
    expect(now).toMatchObject({ status: 'ACTIVE' });
    expect(provider.writes).toHaveLength(1);
  });

  test('another body under the same key is refused, also while the first is under way', async () => {
    const provider = createFakeProvider(people);
    const stage = setStage(provider);
    const key = { idempotencyKey: 'k' };
    const [first, other] = await Promise.all([stage.suspend('ada', key), stage.suspend('ben', key)]);
    expect([first.kind, other.kind]).toEqual(['SUCCESS', 'REFUSED']);
    const others = [
      stage.suspend('ben', key),
      stage.unsuspend('ada', key),
      stage.suspend('ada', { ...key, dryRun: true }),
      stage.suspend('ada', { ...key, ifStatus: 'ACTIVE' }),
      stage.suspend('ada', { ...key, reason: 'another' }),
    ];
    for (const result of await Promise.all(others))
      expect(result).toMatchObject({ kind: 'REFUSED', code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(provider.writes).toEqual([{ userId: 'ada', enabled: false }]);
  });

  test('belongs to its caller', async () => {
    const stage = setStage(createFakeProvider(people));
    await stage.suspend('ada', { idempotencyKey: 'k' });
    const result = await stage.suspend('ben', { idempotencyKey: 'k' }, callerNamed('another'));
    expect(result).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('is free again after a day', async () => {
    const now = new Date('2026-05-04T10:00:00Z');
    const stage = setStage(createFakeProvider(people), { now: () => now });
    await stage.suspend('ada', { idempotencyKey: 'k' });
    now.setTime(now.getTime() + 86_399_999);
    expect(await stage.suspend('ben', { idempotencyKey: 'k' })).toMatchObject({ kind: 'REFUSED' });
    now.setTime(now.getTime() + 1);
    expect(await stage.suspend('ben', { idempotencyKey: 'k' })).toMatchObject({ kind: 'SUCCESS' });
  });

  test('work that throws leaves the key free for the same body', async () => {
    const store = new MemoryIdempotencyStore<string>();
    const key = { actor: 'a', key: 'k' };
    await expect(store.run(key, 'body', () => Promise.reject(new Error('broken')), keep)).rejects.toThrow(
      'broken',
    );
    expect(await store.run(key, 'other', async () => 'x', keep)).toEqual({ kind: 'REUSED' });
    expect(await store.run(key, 'body', async () => 'x', keep)).toMatchObject({ result: 'x', by: 'OWN' });
  });
});
