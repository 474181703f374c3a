import { describe, expect, it } from 'vitest';
import { Promptness } from '../../src/upstream/promptness.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

function answering(ms: number, times: number): Promptness {
  const promptness = new Promptness();
  for (let at = 0; at < times; at += 1) {
    promptness.asked(at * 1_000);
    promptness.answered(at * 1_000 + ms, ms);
    promptness.ended(at * 1_000 + ms);
  }
  return promptness;
}

describe('how promptly a provider answers', () => {
  it('is not silent while nobody asks, nor once it has answered', () => {
    expect(new Promptness().silentSince(5)).toBeNull();
    expect(answering(20, 3).silentSince(2_100)).toBeNull();
  });

  it('is silent since the first question without an answer, however many follow', () => {
    const promptness = answering(20, 3);
    promptness.asked(10_000);
    promptness.asked(10_500);
    expect(promptness.silentSince(11_000)).toBe(10_000);
  });

  it('is silent only since its last answer while it answers others', () => {
    const promptness = answering(20, 3);
    promptness.asked(10_000);
    promptness.asked(10_000);
    promptness.answered(10_030, 30);
    expect(promptness.silentSince(11_000)).toBe(10_030);
    promptness.ended(10_030);
    promptness.answered(11_000, 1_000);
    promptness.ended(11_000);
    expect(promptness.silentSince(11_001)).toBeNull();
  });

  it('stays silent when whoever asked gave up after a while, until it answers somebody', () => {
    const promptness = answering(20, 20);
    promptness.asked(30_000);
    promptness.ended(35_000);
    expect(promptness.silentSince(36_000)).toBe(30_000);
    promptness.asked(40_000);
    promptness.answered(40_020, 20);
    promptness.ended(40_020);
    expect(promptness.silentSince(41_000)).toBeNull();
  });

  it('is not called silent because a client went away at once', () => {
    const promptness = answering(20, 20);
    promptness.asked(30_000);
    promptness.ended(30_005);
    expect(promptness.silentSince(30_006)).toBeNull();
  });

  it('is given another chance after a minute in which nobody asked', () => {
    const promptness = answering(20, 20);
    promptness.asked(30_000);
    promptness.ended(35_000);
    expect(promptness.silentSince(95_001)).toBeNull();
  });

  it('is waited for as long as its answers vary, and no longer', () => {
    expect(new Promptness().patienceMs).toBe(2_000);
    expect(answering(20, 50).patienceMs).toBe(100);
    const slow = answering(800, 50).patienceMs;
    expect(slow).toBeGreaterThan(800);
    expect(slow).toBeLessThan(1_000);
  });

  it('remembers why the last try failed until there is an answer, or nobody asks any more', () => {
    const error = new UpstreamError({
      code: 'UNREACHABLE',
      message: 'refused',
      directory: 'd',
      route: 'GET /users',
    });
    const promptness = answering(20, 3);
    promptness.asked(10_000);
    promptness.failed(error);
    expect(promptness.lastFailure(10_001)).toBe(error);
    promptness.answered(10_002, 2);
    expect(promptness.lastFailure(10_003)).toBeNull();
    promptness.failed(error);
    promptness.ended(10_004);
    expect(promptness.lastFailure(10_005)).toBeNull();
    promptness.asked(20_000);
    expect(promptness.lastFailure(20_001)).toBeNull();
  });
});
