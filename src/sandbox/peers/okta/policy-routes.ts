import { refusal } from './errors.ts';
import { linkedPage } from './lists.ts';
import type { OktaRoute, OktaState } from './route.ts';

const READ = 'okta.policies.read';

/** Policies of the one type that is simulated, and their rules. */
export function policyRoutes({ org, cursors }: OktaState): readonly OktaRoute[] {
  const sizes = { usual: 20, most: 200 };
  return [
    {
      method: 'GET',
      template: '/api/v1/policies',
      scope: READ,
      handle: (request) => {
        if (request.query.get('type') !== 'USER_LIFECYCLE')
          throw refusal(400, 'E0000001', 'type: Invalid value');
        const { rows, after } = cursors.page(org.lifecyclePolicies, request, sizes);
        return linkedPage(
          request,
          rows.map((row) => ({ ...row, rules: undefined })),
          after,
        );
      },
    },
    {
      method: 'GET',
      template: '/api/v1/policies/{policyId}/rules',
      scope: READ,
      handle: (request) => {
        const id = request.params['policyId'] ?? '';
        const policy = org.lifecyclePolicies.find((one) => one.id === id);
        if (policy === undefined) throw refusal(404, 'E0000007', `${id.slice(0, 40)} (Policy)`);
        const { rows, after } = cursors.page(policy.rules, request, sizes);
        return linkedPage(request, rows, after);
      },
    },
  ];
}
