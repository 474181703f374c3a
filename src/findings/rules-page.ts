import { type ExampleProvider, exampleProviders } from '../providers/example-providers.ts';
import { findingFamilies, type FindingFamily } from '../model/finding.ts';
import { rules } from './index.ts';
import { markOf, type ProviderMark, takesLicence } from './provider-marks.ts';
import type { AnyRule } from './rule.ts';
import { instanceIds } from './rule-instances.ts';
import { needsOf } from './rule-needs.ts';
import { type RuleThreshold, thresholdsOf } from './rule-thresholds.ts';
import { defaultFindingSettings } from './settings.ts';
import { thresholdNames, thresholds } from './thresholds.ts';

const titles: Readonly<Record<FindingFamily, string>> = {
  OFFBOARDING: 'People who left',
  STALE: 'Accounts that nobody uses',
  MFA: 'Second factors',
  ADMIN: 'Administrators and their roles',
  IDENTITY: 'Which account is whose',
  LIFECYCLE: 'Accounts and their passwords',
  GROUP: 'Groups',
  POPULATION: 'Populations',
  APPLICATION: 'Applications',
  ORGANIZATION: 'The directory and its policies',
  EXTERNAL_IDENTITY_PROVIDER: 'Outside identity providers and gateways',
  COVERAGE: 'The evaluation itself',
};

const signs: Readonly<Record<ProviderMark, string>> = { YES: '●', PARTLY: '◐', NO: '○', NOT_ABOUT: '—' };

/** The page about the rules, in Markdown: `docs/rules.md`. Connects to nobody. */
export async function rulesPage(): Promise<string> {
  const providers = exampleProviders();
  const matrix = await matrixOf(providers);
  await Promise.all(providers.map(({ provider }) => provider.close()));
  return [
    '# The rules',
    '',
    'This page is made from the code by `npm run codegen`, and a test holds it to the code. `rules { id enabled threshold default }` says the same of a running gateway, with what is set there.',
    '',
    `There are ${rules.length} rules. Those of the sets SEED and CORE are on where nothing is set; EXTENDED ones are on where their family is:`,
    '',
    '```yaml',
    'findings:',
    '  families: { application: on, mfa: off }',
    "  rules: { 'mfa::user_no_factor': on }",
    '  inactivityDays: 60',
    '```',
    '',
    'What is said of a rule wins over what is said of its family. A rule that is off is not evaluated, costs nothing and does not appear. The rules about the evaluation itself are always on: a score without them would say too much. Over the simulated directories, where nothing is configured, every family is on.',
    '',
    'The three rules of the set SEED hold for every provider, and have an id for each: ' +
      `${rules
        .filter(({ set }) => set === 'SEED')
        .map((rule) => `\`${instanceIds(rule)[1] ?? rule.id}\``)
        .join(', ')} are those of an Okta organisation. A filter by the id that is listed finds all of them.`,
    '',
    '## Thresholds',
    '',
    'All of them stand under `findings` of `rollcall.yaml`, and are checked when the gateway starts. A day is 86,400,000 ms; "more than 90 days" does not hold at exactly 90.',
    '',
    '| setting | default | unit | what it is |',
    '| --- | --: | --- | --- |',
    ...thresholdNames.map((name) => {
      const { value, unit, meaning } = thresholds[name];
      return `| \`${name}\` | ${value} | ${unit.toLowerCase()} | ${meaning} |`;
    }),
    '',
    ...findingFamilies.flatMap((family) => [
      `## ${titles[family]}`,
      '',
      `Family \`${family.toLowerCase()}\`.`,
      '',
      ...rules.filter((rule) => rule.family === family).flatMap(ruleLines),
    ]),
    '## What each provider can answer',
    '',
    "● with the right to read it; ◐ where a part of what the rule looks at is not told, or a setting has to say something first; ○ never: the answer is UNKNOWN with NOT_CAPABLE; — the provider has no such thing, and the rule is not about it. L: only where the directory has the licence or the feature (Entra ID P1 or P2, Okta's owners of groups and automations); without it the answer is UNKNOWN. Worked out from what each provider tells and what each rule looks at.",
    '',
    ...matrix,
    '',
  ].join('\n');
}

async function matrixOf(providers: readonly ExampleProvider[]): Promise<readonly string[]> {
  const lines: string[] = [
    `| rule | set | cost | ${providers.map(({ name }) => name).join(' | ')} |`,
    `| --- | --- | --- |${' :-: |'.repeat(providers.length)}`,
  ];
  for (const rule of rules) {
    const needs = await needsOf(rule);
    const marks = await Promise.all(
      providers.map(async ({ provider }) => {
        const mark = await markOf(rule, needs, provider);
        const isTold = mark === 'YES' || mark === 'PARTLY';
        return `${signs[mark]}${isTold && takesLicence(needs, provider) ? ' L' : ''}`;
      }),
    );
    lines.push(`| \`${rule.id}\` | ${rule.set} | ${rule.cost} | ${marks.join(' | ')} |`);
  }
  return lines;
}

function ruleLines(rule: AnyRule): readonly string[] {
  const settings = thresholdsOf(rule, defaultFindingSettings);
  const frameworks = [...new Set(rule.frameworks.map(({ name }) => name))].map((name) => {
    const controls = rule.frameworks.filter((one) => one.name === name).map(({ control }) => control);
    return `${name} ${controls.join(', ')}`;
  });
  return [
    `### \`${rule.id}\``,
    '',
    `**${rule.title}** · ${rule.severity} · ${rule.subject.toLowerCase()} · ${rule.set} · ${rule.cost}`,
    '',
    rule.description,
    '',
    ...(settings.length === 0
      ? []
      : [
          `- Settings: ${settings.map(({ name, default: value }) => `\`${name}\` (${shown(value)})`).join(', ')}`,
        ]),
    ...(rule.remedies.length === 0
      ? []
      : [`- Remedies: ${rule.remedies.map(({ action }) => `\`${action}\``).join(', ')}`]),
    `- Frameworks: ${frameworks.join('; ')}`,
    `- Caveats: ${rule.caveats.join(' ')}`,
    '',
  ];
}

function shown(value: RuleThreshold['value']): string {
  if (value === null) return 'not set';
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? 'none' : value.map((one) => `\`${one}\``).join(' ');
}
