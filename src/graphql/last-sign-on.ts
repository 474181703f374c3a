import type { Fact } from '../model/fact.ts';
import type { SignOn } from '../model/user.ts';
import { builder } from './builder.ts';
import { UnknownReasonEnum } from './fact-enums.ts';

const SignOnStateEnum = builder.enumType('SignOnState', {
  description: 'What is known of the last sign-on.',
  values: {
    KNOWN: { description: 'It is known when it was.' },
    NEVER: { description: 'There was none, as far as the provider records.' },
    UNKNOWN: { description: 'The provider does not say; see `unknownReason`.' },
  } as const,
});

export const LastSignOnType = builder.objectRef<Fact<SignOn | null>>('LastSignOn').implement({
  description: 'When a user signed on last. "Never" and "unknown" are told apart.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    state: t.field({
      type: SignOnStateEnum,
      description: 'Whether it is known.',
      resolve: (fact) => (fact.state === 'UNKNOWN' ? 'UNKNOWN' : fact.value === null ? 'NEVER' : 'KNOWN'),
    }),
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The moment; null when there was none or it is not known.',
      resolve: (fact) => (fact.state === 'KNOWN' ? (fact.value?.at ?? null) : null),
    }),
    remoteIp: t.string({
      nullable: true,
      description: 'The address that it came from, where the provider says.',
      extensions: { permission: 'directory:read.pii' },
      resolve: (fact) => (fact.state === 'KNOWN' ? (fact.value?.remoteIp ?? null) : null),
    }),
    unknownReason: t.field({
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why it is not known; null when it is.',
      resolve: (fact) => (fact.state === 'UNKNOWN' ? fact.reason : null),
    }),
  }),
});
