import type { Capability } from '../model/directory.ts';
import { exampleProviders } from './example-providers.ts';
import type { Provider } from './provider.ts';

/** What each capability is, in the order of the page. */
const capabilities: Readonly<Record<Capability, string>> = {
  USERS: 'users',
  REMOVED_USERS: 'who was removed stays visible',
  CHANGES: 'what was changed since a moment',
  POPULATIONS: 'populations',
  GROUPS: 'groups and members',
  NESTED_GROUPS: 'groups in groups',
  DYNAMIC_GROUPS: 'groups by rule',
  GROUP_OWNERS: 'owners of groups',
  ROLES: 'roles of administrators',
  ROLE_ASSIGNMENTS: 'who has them',
  APPLICATIONS: 'applications',
  APPLICATION_OWNERS: 'owners of applications',
  APPLICATION_USAGE: 'how often they are signed on to',
  SIGN_ON_POLICIES: 'sign-on policies',
  PASSWORD_POLICIES: 'password policies',
  DEVICE_AUTHENTICATION_POLICIES: 'policies for second factors',
  IDENTITY_PROVIDERS: 'outside identity providers',
  CERTIFICATES: 'certificates',
  MFA_DEVICES: 'second factors of a user',
  MFA_IN_LIST: 'second factors come with the list',
  MFA_DEVICE_REPORT: 'second factors of everybody by a report',
  MFA_BYPASS: 'second factor switched off for a time',
  LAST_SIGN_ON: 'last sign-on',
  PASSWORD_STATE: 'state of the password',
  SESSIONS: 'sessions',
  LINKED_ACCOUNTS: 'accounts at outside identity providers',
  SUSPEND_USER: 'suspending',
};

/** The page about what each provider has and can do, in Markdown: `docs/providers.md`. Connects to nobody. */
export async function providersPage(): Promise<string> {
  const columns = exampleProviders();
  const actions = [...new Set(columns.slice(1).flatMap(({ provider }) => [...provider.actions]))].toSorted();
  const others = columns[0]?.provider.actions.size ?? 0;
  const table = (title: string, rows: readonly (readonly [string, (provider: Provider) => boolean])[]) => [
    `| ${[title, ...columns.map(({ name }) => name)].join(' | ')} |`,
    `| --- |${' :-: |'.repeat(columns.length)}`,
    ...rows.map(
      ([name, has]) =>
        `| ${[name, ...columns.map(({ provider }) => (has(provider) ? 'yes' : ''))].join(' | ')} |`,
    ),
  ];
  const page = [
    '# What each provider has',
    '',
    'This page is made from the code by `npm run codegen`, and a test holds it to the code. `directories { capabilities }` says the same of a connected directory.',
    '',
    'What a provider does not have is never asked for: the fact is `UNKNOWN` with `UNSUPPORTED`, and rules that need it say so. It is never "no".',
    '',
    ...table(
      'it tells of',
      Object.entries(capabilities)
        .filter(([capability]) => capability !== 'SUSPEND_USER')
        .map(([capability, words]) => [
          `${words} (\`${capability}\`)`,
          (provider) => provider.capabilities.has(capability as Capability),
        ]),
    ),
    '',
    '## Actions',
    '',
    `Only where \`writable: true\` is set, and the credential has the right. PingOne takes all ${others} actions of [actions.md](actions.md); these are the ones that others take too. What a provider cannot do is refused with \`NOT_SUPPORTED\`.`,
    '',
    ...table(
      'action',
      actions.map((action) => [`\`${action}\``, (provider) => provider.actions.has(action)]),
    ),
    '',
  ].join('\n');
  await Promise.all(columns.map(({ provider }) => provider.close()));
  return page;
}
