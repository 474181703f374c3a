import type { PeerPerson } from '../people.ts';
import type { GoogleIds } from './make-ids.ts';
import type { GoogleGroup, GoogleMember, GoogleState, GoogleUser } from './state.ts';

/** The groups that people name, and what groups of Google have besides: nested ones, guests, everybody at once. */
export function makeGroups(
  people: readonly PeerPerson[],
  users: ReadonlyMap<string, GoogleUser>,
  { ids, customerId }: { readonly ids: GoogleIds; readonly customerId: string },
): Pick<GoogleState, 'groups' | 'members' | 'outsiders'> {
  const groups = new Map<string, GoogleGroup>();
  const members = new Map<string, Map<string, GoogleMember>>();
  const outsiders = new Set<string>();
  const byName = new Map<string, Map<string, GoogleMember>>();

  const add = (name: string): Map<string, GoogleMember> => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const id = ids.group();
    const email = `${name.toLowerCase().replaceAll(/\W+/g, '-')}@example.com`;
    groups.set(id, { kind: 'admin#directory#group', id, email, name, description: '', adminCreated: true });
    const made = new Map<string, GoogleMember>();
    members.set(id, made);
    byName.set(name, made);
    return made;
  };

  for (const person of people) {
    const user = users.get(person.personId);
    if (user === undefined || user.deletionTime !== undefined) continue;
    for (const name of person.groups) add(name).set(user.id, memberOf(user));
  }
  const outer = add('All of engineering');
  for (const group of groups.values())
    if (['Engineering', 'On call'].includes(group.name))
      outer.set(group.id, { ...base('GROUP', group.id), email: group.email, status: 'ACTIVE' });
  const partners = add('Partners');
  const guest = ids.user();
  outsiders.add(guest).add('somebody@partner.example');
  partners.set(guest, { ...base('USER', guest), email: 'somebody@partner.example' });
  const address = ids.user();
  partners.set(address, { ...base('EXTERNAL', address), email: 'list@partner.example' });
  add('Everybody at once').set(customerId, base('CUSTOMER', customerId));
  // Every third group belongs to nobody; of the others the first member is the owner.
  for (const [at, made] of [...members.values()].entries()) {
    const [first] = made.values();
    if (at % 3 !== 2 && first !== undefined) made.set(first.id, { ...first, role: 'OWNER' });
  }
  return { groups, members, outsiders };
}

export function memberOf(user: GoogleUser): GoogleMember {
  const status = user.suspended ? 'SUSPENDED' : 'ACTIVE';
  return { ...base('USER', user.id), email: user.primaryEmail, status };
}

function base(type: GoogleMember['type'], id: string): GoogleMember {
  return { kind: 'admin#directory#member', id, role: 'MEMBER', type };
}
