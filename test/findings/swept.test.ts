import { describe, expect, test } from 'vitest';
import { Directory } from '../../src/directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../../src/directory/loaders.ts';
import type { SweepFindings } from '../../src/findings/evaluate-sweep.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import type { Listing } from '../../src/model/coverage.ts';
import type { Population } from '../../src/model/group.ts';
import type { CallContext } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { requestScope } from '../directory/request-scope.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { population } from './support-directory-rows.ts';

type ReadPopulations = (context: CallContext) => Promise<Listing<Population>>;

/** A directory with two users, whose populations are read as the test says. */
function stage(populations: ReadPopulations) {
  const provider = createFakeProvider(['ada', 'bob']);
  Object.assign(provider.settings, { populations });
  const directory = new Directory({ provider, isPrimary: true, writable: false });
  const request = (signal?: AbortSignal): DirectoryLoaders =>
    createLoaders(directory, requestScope(signal && { signal }));
  return { directory, request, swept: new SweptFindings(everyRuleOn) };
}

function failure(code: 'CANCELLED' | 'FORBIDDEN'): UpstreamError {
  return new UpstreamError({ code, message: code, directory: 'fake', route: 'populations' });
}

const states = ({ findings }: SweepFindings, ruleId: string): readonly string[] =>
  findings.filter((finding) => finding.ruleId === ruleId).map((finding) => finding.state);

function notYet(): void {}

describe('findings of a sweep, which all requests share', () => {
  test('what the first caller left unread when it went away is not told to the others', async () => {
    const caller = new AbortController();
    let answer = notYet;
    let began = notYet;
    const asked = new Promise<void>((resolve) => (began = resolve));
    const { directory, request, swept } = stage(
      ({ signal: given }) =>
        new Promise((resolve, reject) => {
          given?.addEventListener('abort', () => reject(failure('CANCELLED')));
          const rows = [population({ passwordPolicyId: null })];
          answer = () =>
            resolve({ rows, complete: true, reason: null, message: null, observedAt: new Date() });
          began();
        }),
    );
    await directory.sweeper.read(requestScope());
    const gone = swept.of(request(caller.signal), 'GATED');
    await asked;
    caller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    const second = swept.of(request(), 'GATED');
    answer();
    expect(states(await second, 'population::no_password_policy')).toEqual(['PRESENT']);
  });

  test('populations that may not be read are a gap that is told, not a directory without any', async () => {
    const { request, swept } = stage(() => Promise.reject(failure('FORBIDDEN')));
    const found = await swept.of(request(), 'GATED');
    const gap = found.findings.find(({ ruleId }) => ruleId === 'coverage::permission_missing');
    expect(gap).toMatchObject({ state: 'PRESENT' });
    expect(gap?.evidence).toContainEqual({ label: 'refused', value: 'POPULATIONS (FORBIDDEN)' });
  });
});
