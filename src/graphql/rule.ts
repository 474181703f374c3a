import { rules } from '../findings/index.ts';
import type { AnyRule } from '../findings/rule.ts';
import { instanceIds } from '../findings/rule-instances.ts';
import { isOn } from '../findings/rule-sets.ts';
import { mainThreshold, type RuleThreshold, thresholdsOf } from '../findings/rule-thresholds.ts';
import type { FrameworkControl } from '../model/finding.ts';
import { builder } from './builder.ts';
import {
  CostClassEnum,
  FindingFamilyEnum,
  FindingSubjectTypeEnum,
  RuleSetEnum,
  SeverityEnum,
  ThresholdUnitEnum,
} from './finding-enums.ts';

const FrameworkType = builder.objectRef<FrameworkControl>('FrameworkControl').implement({
  description: 'A control of a framework that a rule speaks to.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The framework.' }),
    control: t.exposeString('control', { description: 'The control, as the framework numbers it.' }),
  }),
});

const ThresholdType = builder.objectRef<RuleThreshold>('RuleThreshold').implement({
  description: 'Something that the operator can set, and that decides when a rule speaks up.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    name: t.string({
      description: 'As it is called in the configuration, under `findings`.',
      resolve: ({ name }) => name,
    }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What is in force: a number, a text, a list of texts, true or false. Null: it is not set.',
      resolve: ({ value }) => value,
    }),
    default: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What is in force where nothing is set.',
      resolve: (threshold) => threshold.default,
    }),
    unit: t.field({
      type: ThresholdUnitEnum,
      nullable: true,
      description: 'What a number counts; null: it is no number.',
      resolve: ({ unit }) => unit,
    }),
  }),
});

export const RuleType = builder.objectRef<AnyRule>('Rule').implement({
  description: 'Something that can be wrong, and how it is recognised.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    id: t.exposeID('id', { description: '`family::name`, stable.' }),
    instances: t.field({
      type: ['ID'],
      description:
        'The ids under which it appears: its own, or for a rule of the seed one for each kind of directory. A filter by `id` finds them all.',
      resolve: (rule) => instanceIds(rule),
    }),
    title: t.exposeString('title', { description: 'In a few words.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it means, and why it matters.',
    }),
    family: t.expose('family', { type: FindingFamilyEnum, description: 'What it is about.' }),
    subjectType: t.field({
      type: FindingSubjectTypeEnum,
      description: 'What kind of object it judges.',
      resolve: (rule) => rule.subject,
    }),
    severity: t.expose('severity', {
      type: SeverityEnum,
      description: 'How bad it is, before circumstances.',
    }),
    costClass: t.field({
      type: CostClassEnum,
      description: 'What answering it costs.',
      resolve: (rule) => rule.cost,
    }),
    frameworks: t.field({
      type: [FrameworkType],
      description: 'Controls that it speaks to.',
      resolve: (rule) => rule.frameworks,
    }),
    set: t.field({
      type: RuleSetEnum,
      description: 'Where it comes from, which decides whether it is on where nothing is set.',
      resolve: (rule) => rule.set,
    }),
    enabled: t.boolean({
      description:
        'Whether it is evaluated: see `findings.families` and `findings.rules` of the configuration.',
      resolve: (rule, _args, { findingSettings }) => isOn(rule, findingSettings),
    }),
    threshold: t.float({
      nullable: true,
      description: 'The number that matters most, as it is in force; null: the rule measures nothing.',
      resolve: (rule, _args, { findingSettings }) => mainThreshold(rule, findingSettings)?.value ?? null,
    }),
    default: t.float({
      nullable: true,
      description: 'The same where nothing is set.',
      resolve: (rule, _args, { findingSettings }) => mainThreshold(rule, findingSettings)?.default ?? null,
    }),
    thresholds: t.field({
      type: [ThresholdType],
      description: 'Everything that can be set and that the answer rests on, the main one first.',
      resolve: (rule, _args, { findingSettings }) => thresholdsOf(rule, findingSettings),
    }),
    caveats: t.stringList({
      description: 'Where it may speak up though nothing is wrong, or what it cannot see.',
      resolve: (rule) => rule.caveats,
    }),
    remedies: t.stringList({
      description: 'What would put it right, by the name of the mutation or task.',
      resolve: (rule) => rule.remedies.map((remedy) => remedy.action),
    }),
  }),
});

builder.queryFields((t) => ({
  rules: t.field({
    type: [RuleType],
    nullable: true,
    description: 'Every rule there is, those that are switched off among them.',
    extensions: { permission: 'finding:read' },
    resolve: () => rules,
  }),
}));
