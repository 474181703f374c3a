import { refusal } from './errors.ts';
import type { OktaFactor } from './org.ts';
import type { OktaRoute, OktaState } from './route.ts';
import { userOf } from './user-rows.ts';

export function factorRoutes(state: OktaState): OktaRoute[] {
  const { factors } = state.org;
  return [
    {
      method: 'GET',
      template: '/api/v1/users/{userId}/factors',
      scope: 'okta.users.read',
      handle: ({ params }) => {
        const { id } = userOf(state, params['userId']);
        return { status: 200, body: (factors.get(id) ?? []).map((factor) => ({ ...factor, _links: {} })) };
      },
    },
    {
      method: 'DELETE',
      template: '/api/v1/users/{userId}/factors/{factorId}',
      scope: 'okta.users.manage',
      handle: ({ params }) => {
        const { id } = userOf(state, params['userId']);
        const own = factors.get(id) ?? [];
        const gone = own.find((factor) => factor.id === params['factorId']);
        if (gone === undefined) throw refusal(404, 'E0000007', 'Factor not found');
        factors.set(
          id,
          own.filter((factor) => factor !== gone && !goesAlong(factor, gone)),
        );
        state.log.note('user.mfa.factor.deactivate', { type: 'User', id });
        return { status: 204 };
      },
    },
  ];
}

/** Push and key of Okta Verify take along everything else that the application holds. */
function goesAlong(factor: OktaFactor, gone: OktaFactor): boolean {
  return (
    (gone.factorType === 'push' || gone.factorType === 'signed_nonce') &&
    factor.provider === 'OKTA' &&
    ['push', 'signed_nonce', 'token:software:totp'].includes(factor.factorType)
  );
}
