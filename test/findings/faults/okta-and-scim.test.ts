import { scimPeopleOf } from '../../../src/sandbox/peers/overlap.ts';
import { drawPeerPeople } from '../../../src/sandbox/peers/people.ts';
import { openOkta } from './okta-stage.ts';
import { openScim } from './scim-stage.ts';
import { noFaultOfOneClaimsAnything } from './two-directories.ts';

noFaultOfOneClaimsAnything('Okta, and an application that it provisions by SCIM', 8, async () => {
  const people = drawPeerPeople({ users: 30, seed: 4 });
  const primary = await openOkta(people);
  const ids = new Map([...primary.peer.org.users.values()].map(({ id, profile }) => [profile['login'], id]));
  return {
    primary,
    present: ['scim::offboarded_user_active', 'scim::user_not_in_idp'],
    other: await openScim(
      {},
      scimPeopleOf(people, (username) => ids.get(username) ?? null),
    ),
  };
});
