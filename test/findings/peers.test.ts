import { expect, test } from 'vitest';
import { Directory } from '../../src/directory/directory.ts';
import { createLoaders } from '../../src/directory/loaders.ts';
import { createEvaluation } from '../../src/findings/engine.ts';
import type { SweepFindings } from '../../src/findings/evaluate-sweep.ts';
import { liveSources } from '../../src/findings/live-sources.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import { SweptFindings } from '../../src/findings/swept.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { openScimStage } from '../contract/scim-stage.ts';
import { requestScope } from '../directory/request-scope.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { said } from './support.ts';

async function swept(provider: Provider): Promise<{ directory: Directory; found: SweepFindings }> {
  const directory = new Directory({ provider, isPrimary: false, writable: false });
  const loaders = createLoaders(directory, requestScope());
  return { directory, found: await new SweptFindings(everyRuleOn).of(loaders, 'GATED') };
}

async function ofDirectory(directory: Directory, ...rules: readonly string[]): Promise<readonly string[]> {
  const sources = liveSources(createLoaders(directory, requestScope()), {
    isSubject: () => true,
    sensitiveReads: false,
  });
  const settings = everyRuleOn;
  const findings = await createEvaluation({
    sources,
    settings,
    asOf: new Date(),
    depth: 'GATED',
    ruleIds: rules,
  }).directory();
  return findings.map(said);
}

test('a directory that only keeps accounts is accused of nothing that it does not have', async () => {
  const stage = await openScimStage();
  try {
    const { directory, found } = await swept(stage.provider);
    expect(found.findings.filter(({ state }) => state === 'PRESENT')).toEqual([]);
    // What it cannot tell is no gap in what was read.
    const reasons = new Set(found.findings.map(({ unknownReason }) => unknownReason));
    for (const failed of ['SOURCE_UNREACHABLE', 'PERMISSION_DENIED', 'PARTIAL_DATA'] as const)
      expect(reasons).not.toContain(failed);
    expect(
      await ofDirectory(
        directory,
        'org::default_policy_no_mfa',
        'org::no_lockout',
        'extidp::jit_provisioning',
      ),
    ).toEqual(Array.from({ length: 3 }, () => 'ABSENT OUT_OF_SCOPE'));
    expect(await ofDirectory(directory, 'org::admin_mfa_not_enforced')).toEqual(['UNKNOWN NOT_CAPABLE']);
  } finally {
    await stage.close();
  }
});

test('an empty list of what a kind of directory does not have accuses nobody either', async () => {
  const { found } = await swept(createFakeProvider(['ada', 'bob']));
  const present = found.findings.filter(({ state }) => state === 'PRESENT').map(({ ruleId }) => ruleId);
  expect(present.filter((id) => id.startsWith('org::') || id.startsWith('extidp::'))).toEqual([]);
});
