import { rules } from '../findings/index.ts';
import type { AnyRule } from '../findings/rule.ts';
import type { FrameworkControl } from '../model/finding.ts';
import { builder } from './builder.ts';
import { CostClassEnum, FindingFamilyEnum, FindingSubjectTypeEnum, SeverityEnum } from './finding-enums.ts';

const FrameworkType = builder.objectRef<FrameworkControl>('FrameworkControl').implement({
  description: 'A control of a framework that a rule speaks to.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The framework.' }),
    control: t.exposeString('control', { description: 'The control, as the framework numbers it.' }),
  }),
});

export const RuleType = builder.objectRef<AnyRule>('Rule').implement({
  description: 'Something that can be wrong, and how it is recognised.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    id: t.exposeID('id', { description: '`family::name`, stable.' }),
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
    description: 'Every rule there is.',
    extensions: { permission: 'finding:read' },
    resolve: () => rules,
  }),
}));
