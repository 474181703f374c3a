import { byExternalId } from '../directory/by-external-id.ts';
import type { User } from '../model/user.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { FindingType, type FindingOf } from './finding.ts';
import { IdentityType } from './identity.ts';
import { type StateArgs, stateArgs, wantedFindings } from './subject-findings.ts';

builder.objectFields(IdentityType, (t) => ({
  findings: t.field({
    type: [FindingType],
    nullable: true,
    description:
      'What is wrong with its accounts, from the sweeps of their directories. `User.findings` evaluates one of them now, with everything that the rules need.',
    args: stateArgs,
    // A sweep is taken once, in the bulk lane; reading from it costs nothing.
    extensions: { cost: { calls: 0, rows: 40 } },
    resolve: async ({ links }, args, context): Promise<FindingOf[]> => {
      const found = await Promise.all(links.map(({ user }) => ofAccount(user, args, context)));
      return found.flat();
    },
  }),
}));

async function ofAccount(user: User, args: StateArgs, context: GatewayContext): Promise<FindingOf[]> {
  const { directory, externalId } = user;
  const swept = await context.sweepFindings(directory, 'GATED');
  // A newer sweep may lack the account: no finding would look like nothing wrong.
  const isSeen = byExternalId(swept.sweep.users.rows).has(externalId);
  const findings = isSeen
    ? swept.ofSubject('USER', externalId)
    : await context.evaluation(directory).user(user);
  return wantedFindings(findings, args).map((finding) => ({ type: 'USER', finding, subject: user }));
}
