import { describe, expect, it } from 'vitest';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import { CLIENT, ENVIRONMENT, loadFile, mistakes } from './load.ts';

const DIRECTORIES = `directories:
  workforce:
    provider: PINGONE
    environmentId: ${ENVIRONMENT}
    clientId: ${CLIENT}
    clientSecret: { env: SECRET }
    region: eu
`;

function read(section: string) {
  return loadFile(`${DIRECTORIES}${section}`, { SECRET: 'S3cret~of.the-worker' }).identities;
}

describe('the section "identities"', () => {
  it('has a default for everything, and knows machines by the patterns of the rules', () => {
    expect(read('')).toEqual(defaultCorrelationSettings);
    expect(read('findings: { serviceAccountPatterns: ["^robot-"] }\n').serviceAccountPatterns).toEqual([
      '^robot-',
    ]);
    const both =
      'findings: { serviceAccountPatterns: ["^robot-"] }\nidentities: { serviceAccountPatterns: ["^bot"] }\n';
    expect(read(both).serviceAccountPatterns).toEqual(['^bot']);
  });

  it('reads every setting', () => {
    const section = `identities:
  domainAliases: { Corp.Example.co.uk: corp.example }
  emailRules:
    gmail.example: { plus: strip, dots: ignore }
    corp.example: {}
  usernameDomain: { workforce: corp.example }
  employeeNumberAttribute: { workforce: externalId }
  serviceAccountPatterns: [^svc-]
  recycleGapDays: 90
  stripLeadingZeros: true
`;
    expect(read(section)).toEqual({
      ...defaultCorrelationSettings,
      domainAliases: { 'corp.example.co.uk': 'corp.example' },
      emailRules: { 'gmail.example': { plus: 'strip', dots: 'ignore' }, 'corp.example': {} },
      usernameDomain: { workforce: 'corp.example' },
      employeeNumberAttribute: { workforce: 'externalId' },
      serviceAccountPatterns: ['^svc-'],
      recycleGapDays: 90,
      stripLeadingZeros: true,
    });
  });

  it.each([
    ['[]', 'identities'],
    ['{ domainAlias: {} }', 'identities.domainAlias'],
    ['{ domainAliases: [a.example] }', 'identities.domainAliases'],
    ['{ domainAliases: { a.example: 3 } }', 'identities.domainAliases.a.example'],
    ['{ domainAliases: { "ada@a.example": a.example } }', 'identities.domainAliases.ada@a.example'],
    [
      '{ domainAliases: { a.example: b.example, b.example: c.example } }',
      'identities.domainAliases.a.example',
    ],
    ['{ domainAliases: { a.example: A.example } }', 'identities.domainAliases.a.example'],
    ['{ emailRules: { a.example: strip } }', 'identities.emailRules.a.example'],
    ['{ emailRules: { a.example: { plus: ignore } } }', 'identities.emailRules.a.example.plus'],
    ['{ emailRules: { a.example: { dots: strip } } }', 'identities.emailRules.a.example.dots'],
    ['{ emailRules: { a.example: { dot: ignore } } }', 'identities.emailRules.a.example.dot'],
    ['{ usernameDomain: corp.example }', 'identities.usernameDomain'],
    ['{ usernameDomain: { workforcee: corp.example } }', 'identities.usernameDomain.workforcee'],
    ['{ usernameDomain: { workforce: "@corp.example" } }', 'identities.usernameDomain.workforce'],
    ['{ employeeNumberAttribute: { workforce: [] } }', 'identities.employeeNumberAttribute.workforce'],
    ['{ serviceAccountPatterns: ["("] }', 'identities.serviceAccountPatterns'],
    ['{ recycleGapDays: 0 }', 'identities.recycleGapDays'],
    ['{ stripLeadingZeros: maybe }', 'identities.stripLeadingZeros'],
  ])('refuses %s, and says where', (section, setting) => {
    expect(mistakes(() => read(`identities: ${section}\n`))).toMatchObject([{ setting }]);
  });
});
