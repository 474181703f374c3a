import { describe, expect, it } from 'vitest';
import { createEvaluation } from '../../src/findings/engine.ts';
import { rules, ruleById, withInstances } from '../../src/findings/index.ts';
import { instanceIds } from '../../src/findings/rule-instances.ts';
import { everyRuleOn, isOn, switchableFamilies } from '../../src/findings/rule-sets.ts';
import { mainThreshold, thresholdsOf } from '../../src/findings/rule-thresholds.ts';
import { defaultFindingSettings, type FindingSettings } from '../../src/findings/settings.ts';
import { asOf, evaluation, person, sources } from './support.ts';

const on = (settings: Partial<FindingSettings>): readonly string[] =>
  rules.filter((rule) => isOn(rule, { ...defaultFindingSettings, ...settings })).map(({ id }) => id);

const evaluate = async (settings: FindingSettings) =>
  await createEvaluation({ sources: sources(), settings, asOf, depth: 'GATED' }).user(person());

const idsIn = async (kind: 'OKTA' | 'PINGONE', asked: string): Promise<readonly string[]> => {
  const findings = await evaluation({ sources: { kind } }, [asked]).user(person());
  return findings.map(({ ruleId }) => ruleId);
};

const ruleOf = (id: string) => {
  const found = ruleById.get(id);
  if (found === undefined) throw new Error(`No rule ${id}.`);
  return found;
};

describe('which rules are on', () => {
  it('is the seed, the core and what is said of the evaluation itself, where nothing is set', () => {
    const listed = on({});
    expect(listed).toHaveLength(3 + 38 + 3);
    expect(
      rules.filter(({ id, set }) => listed.includes(id) && set === 'EXTENDED').map(({ family }) => family),
    ).toEqual(['COVERAGE', 'COVERAGE', 'COVERAGE']);
  });

  it('is a whole family, or nothing of it', () => {
    const applications = rules.filter(({ family }) => family === 'APPLICATION').map(({ id }) => id);
    expect(on({ families: { APPLICATION: true } })).toEqual(expect.arrayContaining(applications));
    const without = on({ families: { APPLICATION: false } });
    expect(without.filter((id) => applications.includes(id))).toEqual([]);
  });

  it('is a single rule, whatever is said of its family', () => {
    const rest = on({
      families: { MFA: false },
      rules: { 'mfa::user_no_factor': true, 'stale::user_inactive': false },
    });
    expect(rest).toContain('mfa::user_no_factor');
    expect(rest).not.toContain('mfa::user_mfa_disabled');
    expect(rest).not.toContain('stale::user_inactive');
  });

  it('keeps the rules about the evaluation itself', () => {
    expect(switchableFamilies).not.toContain('COVERAGE');
    const none = on({ families: Object.fromEntries(switchableFamilies.map((family) => [family, false])) });
    expect(none.map((id) => id.split('::')[0])).toEqual(['coverage', 'coverage', 'coverage']);
  });

  it('is everything where every family is on', () => {
    expect(rules.filter((rule) => !isOn(rule, everyRuleOn))).toEqual([]);
  });

  it('decides what is evaluated', async () => {
    const core = await evaluate(defaultFindingSettings);
    expect(core.map(({ ruleId }) => ruleId)).not.toContain('mfa::no_backup_factor');
    const one = await evaluate({ ...defaultFindingSettings, rules: { 'mfa::no_backup_factor': true } });
    expect(one.map(({ ruleId }) => ruleId)).toContain('mfa::no_backup_factor');
    expect(one).toHaveLength(core.length + 1);
  });
});

describe('a rule of the seed', () => {
  it('has an id for each kind of directory', () => {
    const ids = rules.flatMap(instanceIds);
    expect(ids).toHaveLength(144 + 3 * 7);
    expect(new Set(ids)).toEqual(new Set(ruleById.keys()));
    expect(ids).toContain('okta::user_not_in_idp');
    expect(ids).toContain('entra_id::admin_no_mfa');
    expect(ids).toContain('google_workspace::offboarded_user_active');
  });

  it('is called by that of its directory, and found by the one that is listed', async () => {
    expect(await idsIn('OKTA', 'ping_identity::user_not_in_idp')).toEqual(['okta::user_not_in_idp']);
    expect(await idsIn('OKTA', 'okta::user_not_in_idp')).toEqual(['okta::user_not_in_idp']);
    expect(await idsIn('PINGONE', 'ping_identity::user_not_in_idp')).toEqual([
      'ping_identity::user_not_in_idp',
    ]);
    expect(await idsIn('PINGONE', 'okta::user_not_in_idp')).toEqual([]);
    expect([...withInstances(['stale::user_inactive', 'okta::admin_no_mfa'])]).toEqual([
      'stale::user_inactive',
      'okta::admin_no_mfa',
    ]);
  });
});

describe('thresholds', () => {
  it('are told with what is in force and the default', () => {
    const settings = { ...defaultFindingSettings, inactivityDays: 60 };
    expect(mainThreshold(ruleOf('stale::user_inactive'), settings)).toEqual({ value: 60, default: 90 });
    expect(thresholdsOf(ruleOf('stale::user_inactive'), settings)).toEqual([
      { name: 'inactivityDays', value: 60, default: 90, unit: 'DAYS' },
      { name: 'longInactivityDays', value: 180, default: 180, unit: 'DAYS' },
    ]);
    expect(mainThreshold(ruleOf('admin::break_glass_missing_or_weak'), settings)).toBeNull();
    expect(thresholdsOf(ruleOf('admin::break_glass_missing_or_weak'), settings)).toEqual([
      { name: 'breakGlass', value: [], default: [], unit: null },
    ]);
  });
});
