import { refusal } from './errors.ts';
import { linkedPage } from './lists.ts';
import type { OktaRoute, OktaState } from './route.ts';

const READ = 'okta.apps.read';

export function appRoutes({ org, cursors, caps }: OktaState): OktaRoute[] {
  return [
    {
      method: 'GET',
      template: '/api/v1/apps',
      scope: READ,
      handle: (request) => {
        const { rows, after } = cursors.page(org.apps, request, { usual: 20, most: caps.apps });
        return linkedPage(request, rows, after);
      },
    },
    {
      method: 'GET',
      template: '/api/v1/apps/{appId}',
      scope: READ,
      handle: ({ params }) => {
        const app = org.apps.find(({ id }) => id === params['appId']);
        if (app === undefined) throw refusal(404, 'E0000007', 'App not found');
        return { status: 200, body: app };
      },
    },
  ];
}
