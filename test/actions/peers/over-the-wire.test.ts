import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyAction } from '../../../src/actions/action.ts';
import { NamedAssignment } from '../../../src/actions/membership/grant.ts';
import { actionNamed } from '../../../src/actions/registry.ts';
import type { ActionName } from '../../../src/model/action.ts';
import type { ProviderStage } from '../../contract/stage.ts';
import { openEntraIdStage } from '../../contract/entra-id-stage.ts';
import { openGoogleWorkspaceStage } from '../../contract/google-workspace-stage.ts';
import { openKeycloakStage } from '../../contract/keycloak-stage.ts';
import { openOktaStage } from '../../contract/okta-stage.ts';
import { openScimStage } from '../../contract/scim-stage.ts';
import { setStage, type Stage, type Told } from '../support/stage.ts';

/** In an order in which each finds something to do. */
const onUsers = ['REVOKE_USER_SESSIONS', 'RESET_USER_MFA', 'SUSPEND_USER', 'UNSUSPEND_USER'] as const;

const rehearsal = { kind: 'SUCCESS', outcome: 'DRY_RUN', changed: true, wrote: false };
const change = { kind: 'SUCCESS', outcome: 'SUCCEEDED', changed: true, wrote: true };
/** What takes effect, is seen to, and is not done twice. */
const once = {
  rehearsed: rehearsal,
  done: { ...change, readBack: true },
  again: { kind: 'SUCCESS', outcome: 'UNCHANGED', changed: false, wrote: false },
};
/** What cannot be seen, and so is done again, and says so each time. */
const unseen = {
  rehearsed: rehearsal,
  done: { ...change, readBack: false },
  again: { ...change, readBack: false },
};

describe.each([
  ['Okta', openOktaStage],
  ['Entra ID', openEntraIdStage],
  ['Google Workspace', openGoogleWorkspaceStage],
  ['Keycloak', openKeycloakStage],
  ['SCIM', openScimStage],
] as const)('the actions of %s, against one who plays it', (_name, open) => {
  let peer: ProviderStage;
  let stage: Stage;

  beforeAll(async () => {
    peer = await open();
    stage = setStage(peer.provider);
  });
  afterAll(async () => await peer.close());

  const act = async (name: ActionName, input: object): Promise<Told> => {
    const action: AnyAction | null = actionNamed(name);
    if (action === null) throw new RangeError(name);
    return await stage.act<object, unknown>(action, input);
  };
  const someone = () => ({ externalId: peer.truth.someone.id });
  /** Rehearsed, done, and asked for again: how each ended, and the writes that came of it. */
  const thrice = async (name: ActionName, input: () => object): Promise<object> => {
    const told: object[] = [];
    for (const dryRun of [true, false, false]) {
      const before = peer.writes();
      const { kind, entry, ...result } = await act(name, { ...input(), dryRun });
      told.push({
        kind,
        outcome: entry?.outcome,
        changed: 'changed' in result && result.changed,
        wrote: peer.writes() > before,
        readBack: !('steps' in result && result.steps.some((step) => step.name === 'read-back')),
      });
    }
    const [rehearsed, done, again] = told;
    return { name, rehearsed, done, again };
  };

  test('on a user: each takes effect once, and is seen to', async () => {
    const names = onUsers.filter((name) => peer.provider.actions.has(name));
    const unlisted = stage.directory.can('SESSIONS') ? null : 'REVOKE_USER_SESSIONS';
    const ends: object[] = [];
    for (const name of names) ends.push(await thrice(name, () => ({ user: someone() })));
    expect(ends).toMatchObject(names.map((name) => ({ name, ...(name === unlisted ? unseen : once) })));
  });

  test('a user is put into a group and taken out of it', async () => {
    const group = { externalId: peer.truth.joinable ?? '' };
    const input = () => ({ user: someone(), group });
    expect(await thrice('ADD_USER_TO_GROUP', input)).toMatchObject(once);
    expect(await thrice('REMOVE_USER_FROM_GROUP', input)).toMatchObject(once);
  });

  test('an administrator loses the role', async () => {
    const { administrator } = peer.truth;
    if (administrator === null || !peer.provider.actions.has('REMOVE_ROLE_ASSIGNMENT')) return;
    const { context } = stage.loaders().scope;
    const held = await peer.provider.users.roleAssignmentsOf(administrator.userId, context);
    const id = held.rows.find(({ roleId }) => roleId === administrator.roleId)?.externalId ?? '';
    const input = () => ({
      user: { externalId: administrator.userId },
      assignment: new NamedAssignment(id),
    });
    expect(await thrice('REMOVE_ROLE_ASSIGNMENT', input)).toMatchObject(once);
  });

  test('a change of the password is asked for; Okta suspends nobody in that state, and it is said before', async () => {
    if (!peer.provider.actions.has('FORCE_PASSWORD_CHANGE')) return;
    expect(await thrice('FORCE_PASSWORD_CHANGE', () => ({ user: someone() }))).toMatchObject(once);
    const writes = peer.writes();
    const suspended = await act('SUSPEND_USER', { user: someone() });
    expect(suspended).toMatchObject(
      peer.provider.kind === 'OKTA'
        ? { kind: 'REFUSED', code: 'NOT_POSSIBLE', blockedBy: ['state'] }
        : { kind: 'SUCCESS', changed: true },
    );
    expect(peer.writes() > writes).toBe(peer.provider.kind !== 'OKTA');
  });

  test('the whole directory can be swept, and nothing that it has is missing', async () => {
    const { gaps, coverage } = await stage.directory.sweeper.read(stage.loaders().scope);
    expect(gaps).toEqual([]);
    expect(coverage).toMatchObject({ complete: true, unknown: 0 });
  });
});
