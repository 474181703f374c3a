import { expect, it } from 'vitest';
import { below, openGateway, switchMfa } from '../support/gateway.ts';
import type { Coverage } from './answers.ts';
import { mfaStatusOf, tally, userStatusOf } from './expected.ts';

interface Posture {
  readonly posture: {
    readonly coverage: Coverage;
    readonly score: { readonly low: number; readonly high: number };
    readonly usersByStatus: readonly { readonly status: string; readonly count: number }[];
    readonly mfa: {
      readonly enrolled: number;
      readonly notEnrolled: number;
      readonly disabled: number;
      readonly unknown: number;
      readonly byTier: readonly { readonly tier: string; readonly count: number }[];
    };
    readonly administrators: {
      readonly total: number;
      readonly withoutMfa: number;
      readonly unknown: number;
    };
    readonly findingsBySeverity: readonly { readonly severity: string; readonly count: number }[];
  };
}

const width = (each: Posture['posture'] | undefined) => (each?.score.high ?? 0) - (each?.score.low ?? 0);

it('counts users, second factors, administrators and findings as the tenant has them', async () => {
  const gateway = await openGateway({ users: 150 });
  const { data, errors } = await gateway.run<Posture>('posture');
  expect(errors).toEqual([]);
  const { posture } = data;
  const users = gateway.users();

  const byStatus = Object.fromEntries(posture.usersByStatus.map(({ status, count }) => [status, count]));
  expect(byStatus).toEqual(tally(users.map(userStatusOf)));
  const mfa = tally(users.map((user) => mfaStatusOf(user, gateway.devicesOf(user.id))));
  expect(posture.mfa).toMatchObject({
    enrolled: mfa['ENROLLED'],
    notEnrolled: mfa['NOT_ENROLLED'],
    disabled: mfa['DISABLED'],
    unknown: 0,
  });
  expect(posture.mfa.byTier.reduce((sum, { count }) => sum + count, 0)).toBe(150);
  expect(posture.coverage).toMatchObject({ complete: true, checked: 150, unknown: 0 });
  expect(posture.score.low).toBeLessThanOrEqual(posture.score.high);

  interface Users {
    readonly users: {
      readonly nodes: readonly {
        readonly isAdministrator: boolean;
        readonly status: string;
        readonly mfa: { readonly status: string };
      }[];
    };
  }
  const read = await gateway.ask<Users>(
    '{ users(first: 150) { nodes { isAdministrator status mfa { status } } } }',
  );
  const usable = read.data.users.nodes.filter((user) => user.isAdministrator && user.status !== 'SUSPENDED');
  expect(usable.length).toBeGreaterThan(0);
  expect(posture.administrators).toEqual({
    total: usable.length,
    withoutMfa: usable.filter((user) => user.mfa.status !== 'ENROLLED').length,
    unknown: 0,
  });

  const found = await gateway.ask<{
    findings: { nodes: readonly { severity: string }[]; totalCount: number };
  }>('{ findings(first: 1000) { totalCount nodes { severity } } }');
  expect(posture.findingsBySeverity.reduce((sum, { count }) => sum + count, 0)).toBe(
    found.data.findings.totalCount,
  );
  for (const { severity, count } of posture.findingsBySeverity.slice(0, 1)) {
    expect(found.data.findings.nodes.filter((finding) => finding.severity === severity)).toHaveLength(count);
  }
});

it('counts nobody as without a second factor whose devices could not be read, and its score becomes an interval', async () => {
  const sound = await openGateway({ users: 80 });
  const gateway = await openGateway({ users: 80 });
  switchMfa(sound, true);
  switchMfa(gateway, true);
  gateway.sandbox.faults.add({
    route: below('users/{userId}/devices'),
    fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
  });
  const [whole, partial] = await Promise.all([sound, gateway].map((each) => each.run<Posture>('posture')));
  const posture = partial?.data.posture;
  expect(posture?.mfa).toMatchObject({ enrolled: 0, notEnrolled: 0, disabled: 0, unknown: 80 });
  expect(posture?.administrators).toMatchObject({
    withoutMfa: 0,
    unknown: whole?.data.posture.administrators.total,
  });
  expect(posture?.coverage).toMatchObject({ complete: false, checked: 80, unknown: 80 });
  expect(width(posture)).toBeGreaterThan(width(whole?.data.posture));
  expect(whole?.data.posture.score.low).toBeGreaterThanOrEqual(posture?.score.low ?? 101);
  expect(whole?.data.posture.score.high).toBeLessThanOrEqual(posture?.score.high ?? -1);
});

it('is no count of nobody where the users may not be read', async () => {
  const gateway = await openGateway({ users: 30 });
  gateway.sandbox.faults.add({
    route: below('users'),
    fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
  });
  const { data, errors } = await gateway.run<{ posture: Posture['posture'] | null }>('posture');
  expect(data.posture === null ? errors.length > 0 : !data.posture.coverage.complete).toBe(true);
});
