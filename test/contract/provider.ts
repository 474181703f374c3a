import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, ActionInput } from '../../src/actions/action.ts';
import { addUserToGroup } from '../../src/actions/membership/add-user-to-group.ts';
import { removeRoleAssignment } from '../../src/actions/membership/remove-role-assignment.ts';
import { removeUserFromGroup } from '../../src/actions/membership/remove-user-from-group.ts';
import { resetUserMfa } from '../../src/actions/mfa/reset-user-mfa.ts';
import { forcePasswordChange } from '../../src/actions/users/force-password-change.ts';
import { revokeUserSessions } from '../../src/actions/users/revoke-user-sessions.ts';
import { suspendUser, unsuspendUser } from '../../src/actions/users/suspend-user.ts';
import type { Page } from '../../src/model/coverage.ts';
import type { ActionName } from '../../src/model/action.ts';
import { forEachBounded } from '../../src/directory/bounded.ts';
import { memberIdPage } from '../../src/directory/member-ids.ts';
import type { PageRequest } from '../../src/providers/provider.ts';
import { setStage } from '../actions/support/stage.ts';
import { answerTo, context, FAILURES, told, wronglyTold } from './answers.ts';
import { findAsked, findMark } from './asked.ts';
import { describeChanges } from './changes.ts';
import { everyRead, type Read, readsOf } from './reads.ts';
import type { ProviderStage } from './stage.ts';

/**
 * What holds for every provider, whatever vendor is behind it: lists are complete, a failure is never "no", actions may be
 * repeated, a read-only directory stays as it is, nobody waits past a deadline. `open` connects one, with somebody who plays the vendor.
 */
export function describeProvider(name: string, open: () => Promise<ProviderStage>): void {
  describe(`${name} as a provider`, () => {
    let stage: ProviderStage;
    beforeAll(async () => {
      stage = await open();
    }, 60_000);
    afterAll(async () => {
      await stage.close();
    });
    describeReads(() => stage);
    describeFailures(() => stage, open);
    // Before the actions, after which somebody may have to change a password.
    describeChanges(() => stage);
    describeActions(() => stage);
  });
}

function idsOf(users: readonly { readonly externalId: string }[]): readonly string[] {
  return users.map(({ externalId }) => externalId);
}

async function everyRow<Row>(
  pageSize: number,
  read: (request: PageRequest) => Promise<Page<Row>>,
): Promise<{ readonly rows: readonly Row[]; readonly pages: number }> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: Page<Row> = await read({ limit: pageSize, cursor });
    if (page.brokenOff !== undefined) throw page.brokenOff;
    rows.push(...page.rows);
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { rows, pages };
}

async function everyId<Row extends { readonly externalId: string }>(
  pageSize: number,
  read: (request: PageRequest) => Promise<Page<Row>>,
): Promise<{ readonly ids: readonly string[]; readonly pages: number }> {
  const { rows, pages } = await everyRow(pageSize, read);
  return { ids: idsOf(rows), pages };
}

function describeReads(of: () => ProviderStage): void {
  it('lists everybody, once, over several pages', async () => {
    const { provider, truth, pageSize } = of();
    const { ids, pages } = await everyId(pageSize, (request) =>
      provider.users.list({ ...request, providerFilter: null }, context()),
    );
    expect(ids.toSorted()).toEqual(truth.users.toSorted());
    expect(pages).toBeGreaterThan(1);
  });

  it('gives each row of a list under the same id when it is asked for alone', async () => {
    const { provider, truth } = of();
    const { rows } = await everyRow(provider.usersPerPage, (request) =>
      provider.users.list({ ...request, providerFilter: null }, context()),
    );
    expect(rows.length).toBe(truth.users.length);
    await forEachBounded(rows, 8, async (row) => {
      const { directory, externalId, username, status, enabled, canAuthenticate } = row;
      const alone = await provider.users.get(externalId, context());
      // A row that does not say whether the user can sign in may not know of a lock.
      const sure = canAuthenticate === null ? {} : { status };
      expect(alone, externalId).toMatchObject({ directory, externalId, username, enabled, ...sure });
    });
    expect(rows.find(({ externalId }) => externalId === truth.someone.id)).toMatchObject({
      directory: provider.directory,
      username: truth.someone.username,
      status: 'ACTIVE',
      enabled: true,
    });
  }, 30_000);

  it('finds somebody by user name and by address in any case, and nobody where there is nobody', async () => {
    const { provider, truth } = of();
    const { username, email, id } = truth.someone;
    expect(idsOf(await provider.users.findByUsername(username, context()))).toContain(id);
    expect(idsOf(await provider.users.findByUsername(username.toUpperCase(), context()))).toContain(id);
    expect(idsOf(await provider.users.findByEmail(email.toUpperCase(), context()))).toContain(id);
    expect(await provider.users.findByUsername('nobody.at.all@example.com', context())).toEqual([]);
    expect(await provider.users.findByEmail('nobody.at.all@example.com', context())).toEqual([]);
  });

  it('refuses a cursor that it never gave out', async () => {
    const { provider } = of();
    for (const cursor of ['x', Buffer.from('["users","","0"]').toString('base64url'), '../../admin']) {
      await expect(
        provider.users.list({ limit: 20, cursor, providerFilter: null }, context()),
      ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    }
  });

  it('lists every group and every member of a large one', async ({ skip }) => {
    const { provider, truth, pageSize } = of();
    if (!provider.capabilities.has('GROUPS')) skip('it has no groups');
    const groups = await everyId(pageSize, (request) => provider.groups.list(request, context()));
    expect(groups.ids.toSorted()).toEqual(truth.groups.toSorted());
    expect(truth.members.size).toBeGreaterThan(0);
    for (const [groupId, members] of truth.members) {
      const found = await everyId(pageSize, (request) =>
        provider.groups.members(groupId, request, context()),
      );
      expect(found.ids.toSorted()).toEqual(members.toSorted());
      // Their ids alone, which a provider may read in a way of its own, are the same ones in the same order.
      const ids = await everyId(pageSize, async (request) => {
        const page = await memberIdPage(provider, groupId, request, context());
        return { ...page, rows: page.rows.map((externalId) => ({ externalId })) };
      });
      expect(ids).toEqual(found);
    }
  });

  it('has no read that this suite passes over', () => {
    const names = everyRead.map(({ name }) => name);
    expect(readsOf(of().provider).toSorted()).toEqual(names.toSorted());
  });

  it('answers every read that it has, and what it has no capability for with UNSUPPORTED, asking nobody', async () => {
    const stage = of();
    const { provider } = stage;
    const asked = { ...(await findAsked(stage, context())), mark: await findMark(stage, context()) };
    for (const read of everyRead) {
      const there = read.needs === null || provider.capabilities.has(read.needs);
      const { error, calls } = await answerTo(read, provider, asked);
      const absent = told(error) === 'UNSUPPORTED' && calls === 0;
      const right = there ? error === null || (absent && read.or === 'LACKING') : absent;
      expect(right, `${read.name}: ${calls} calls, ${String(error)}`).toBe(true);
    }
  });

  it('says in plain words what of it works', async () => {
    const checks = await of().provider.checkHealth(context());
    expect(checks.length).toBeGreaterThan(2);
    expect(checks.filter(({ status }) => status === 'FAILED')).toEqual([]);
    for (const { message } of checks) expect(message.length).toBeGreaterThan(10);
  });
}

/** It needs a mark, and to make one a provider may read what it then knows for a while: it has a stage of its own. */
const isOfChanges = ({ name }: Pick<Read, 'name'>): boolean => name === 'changes.since';

function describeFailures(of: () => ProviderStage, open: () => Promise<ProviderStage>): void {
  for (const failure of FAILURES) {
    it(`never reads ${failure} as "no", "none" or an empty list`, async ({ skip }) => {
      if (!of().failures.includes(failure)) skip(`this stage cannot make ${failure}`);
      // A circuit that opens here must not stand open for the other tests.
      const stage = await open();
      try {
        const wrong = await wronglyTold(of().provider, stage, failure, (read) => !isOfChanges(read));
        expect(wrong).toEqual([]);
        const health = await stage.provider.checkHealth(context({ deadline: Date.now() + 1_000 }));
        expect(health.some(({ status }) => status === 'FAILED')).toBe(true);
      } finally {
        await stage.close();
      }
    }, 60_000);
  }

  it('never tells a failure as nothing that was changed', async ({ skip }) => {
    if (!of().provider.capabilities.has('CHANGES')) skip('it does not tell of changes');
    for (const failure of of().failures) {
      const stage = await open();
      try {
        const mark = await findMark(stage, context());
        expect(await wronglyTold(of().provider, stage, failure, isOfChanges, mark)).toEqual([]);
      } finally {
        await stage.close();
      }
    }
  }, 60_000);

  it('ends a read with its caller', async ({ skip }) => {
    if (!of().failures.includes('SILENT')) skip('this stage cannot keep silent');
    const stage = await open();
    try {
      stage.fail('SILENT');
      const caller = new AbortController();
      const read = stage.provider.users.get(stage.truth.someone.id, context({ signal: caller.signal }));
      setImmediate(() => caller.abort());
      await expect(read).rejects.toMatchObject({ code: 'CANCELLED' });
    } finally {
      await stage.close();
    }
  });
}

interface Case {
  readonly name: ActionName;
  /** Does it twice; null: there is nobody to do it to here. */
  readonly run: (act: Act, stage: ProviderStage) => Promise<readonly [Outcome, Outcome] | null>;
}

type Outcome = { readonly kind: string; readonly changed?: boolean };
type Act = <I extends ActionInput, S>(action: Action<I, S>, input: I) => Promise<Outcome>;

function twice<I extends ActionInput, S>(
  name: ActionName,
  action: Action<I, S>,
  inputOf: (stage: ProviderStage) => I | null,
): Case {
  return {
    name,
    run: async (act, stage) => {
      const input = inputOf(stage);
      return input === null ? null : [await act(action, input), await act(action, input)];
    },
  };
}

const someone = ({ truth }: ProviderStage): { readonly user: { readonly externalId: string } } => ({
  user: { externalId: truth.someone.id },
});
const inGroup = (stage: ProviderStage) =>
  stage.truth.joinable === null ? null : { ...someone(stage), group: { externalId: stage.truth.joinable } };

/** In this order: each leaves what the next needs. */
const cases: readonly Case[] = [
  twice('SUSPEND_USER', suspendUser, someone),
  twice('UNSUSPEND_USER', unsuspendUser, someone),
  twice('REVOKE_USER_SESSIONS', revokeUserSessions, someone),
  twice('ADD_USER_TO_GROUP', addUserToGroup, inGroup),
  twice('REMOVE_USER_FROM_GROUP', removeUserFromGroup, inGroup),
  twice('REMOVE_ROLE_ASSIGNMENT', removeRoleAssignment, ({ truth, provider }) =>
    truth.administrator === null
      ? null
      : {
          user: { externalId: truth.administrator.userId },
          role: { externalId: truth.administrator.roleId },
          scope: { type: 'ORGANIZATION' as const, externalId: provider.externalId },
        },
  ),
  twice('RESET_USER_MFA', resetUserMfa, someone),
  twice('FORCE_PASSWORD_CHANGE', forcePasswordChange, someone),
];

/** Repeated, these have nothing to do; ending sessions is always done, since nobody knows of each. */
const settles = (name: ActionName): boolean => name !== 'REVOKE_USER_SESSIONS';

function describeActions(of: () => ProviderStage): void {
  it('leaves a read-only directory alone, and says so', async () => {
    const stage = of();
    const before = stage.writes();
    const { act } = setStage(stage.provider, { writable: false });
    for (const { name, run } of cases) {
      if (!stage.provider.actions.has(name)) continue;
      const outcomes = await run(act, stage);
      for (const outcome of outcomes ?? []) expect(outcome, name).toMatchObject({ kind: 'REFUSED' });
    }
    expect(stage.writes()).toBe(before);
  });

  for (const { name, run } of cases) {
    it(`${name} takes effect, and a repeat changes nothing`, async ({ skip }) => {
      const stage = of();
      if (!stage.provider.actions.has(name)) skip('the vendor has no such action');
      const { act } = setStage(stage.provider);
      const outcomes = await run(act, stage);
      if (outcomes === null) skip('this stage has nobody to do it to');
      const [first, second] = outcomes ?? [];
      expect(first, name).toMatchObject({ kind: 'SUCCESS', changed: true });
      expect(second, name).toMatchObject({ kind: 'SUCCESS', ...(settles(name) ? { changed: false } : {}) });
    });
  }
}
