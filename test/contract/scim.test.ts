import { openScimStage } from './scim-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('A SCIM service', async () => await openScimStage());
describeProvider('A SCIM service that pages by cursor and has versions', async () =>
  openScimStage({
    failures: ['FORBIDDEN', 'GARBAGE'],
    manners: { paging: 'CURSOR', etags: true, strictRemoval: true },
  }),
);
describeProvider(
  'A SCIM service that refuses filters, and tells neither members nor groups unasked',
  async () =>
    openScimStage({
      failures: ['FORBIDDEN', 'GARBAGE'],
      manners: { filters: 'REFUSED', membersOnRequest: true, sendsGroups: false, pageCap: 9 },
    }),
);
describeProvider('A SCIM service that ignores filters', async () =>
  openScimStage({ failures: ['FORBIDDEN', 'GARBAGE'], manners: { filters: 'IGNORED', totals: 'LEFT_OUT' } }),
);
