import type { AccountTraits } from './account-traits.ts';
import type { PopulationName } from './populations.ts';
import type { Random } from './prng.ts';

/** A role and where it counts: in the organization, the environment, or one population. */
export interface Grant {
  readonly role: string;
  readonly on: 'ORGANIZATION' | 'ENVIRONMENT' | PopulationName;
  readonly readOnly?: boolean;
}

/** A part in the story that the tenant tells about its administrators. */
export interface AdministratorPart {
  readonly grants: readonly Grant[];
  readonly traits: AccountTraits;
  /** Groups they are put in by name. */
  readonly groups?: readonly string[];
  readonly population?: PopulationName;
  /** A shared name instead of a person's. */
  readonly username?: string;
  readonly liveSessions?: number;
}

const usable: AccountTraits = {
  enabled: true,
  locked: false,
  pending: false,
  signedOn: 0.6,
  mfaEnabled: true,
  devices: 'strong',
};
const on = 'ENVIRONMENT' as const;

/** The first part is played in a tenant of any size: somebody must be able to administer it. */
const PARTS: readonly [AdministratorPart, ...AdministratorPart[]] = [
  {
    grants: [
      { role: 'Organization Admin', on: 'ORGANIZATION' },
      { role: 'Environment Admin', on, readOnly: true },
      { role: 'Identity Data Admin', on, readOnly: true },
    ],
    traits: usable,
    population: 'Administrators',
    liveSessions: 1,
  },
  {
    grants: [
      { role: 'Environment Admin', on },
      { role: 'Identity Data Admin', on },
    ],
    traits: { ...usable, enabled: false, signedOn: 12, devices: 'drawn' },
    groups: ['Platform administrators', 'Engineering'],
    liveSessions: 2,
  },
  { grants: [{ role: 'Environment Admin', on }], traits: { ...usable, devices: 'none' } },
  { grants: [{ role: 'Environment Admin', on }], traits: { ...usable, devices: 'text-message' } },
  {
    grants: [{ role: 'Organization Admin', on: 'ORGANIZATION' }],
    traits: { ...usable, mfaEnabled: false, devices: 'none', signedOn: 3 },
  },
  { grants: [{ role: 'Identity Data Admin', on: 'Contractors' }], traits: { ...usable, devices: 'drawn' } },
  {
    grants: [{ role: 'Help Desk Admin', on }],
    traits: { ...usable, devices: 'drawn' },
    groups: ['Help desk'],
  },
  {
    grants: [{ role: 'Help Desk Admin', on }],
    traits: { ...usable, enabled: false, signedOn: 140, devices: 'text-message' },
    groups: ['Help desk', 'VPN users'],
    liveSessions: 1,
  },
  { grants: [{ role: 'Environment Admin', on }], traits: { ...usable, signedOn: 210, devices: 'drawn' } },
  { grants: [{ role: 'Identity Data Read Only', on }], traits: { ...usable, devices: 'none' } },
  { grants: [{ role: 'Access reviewers', on }], traits: { ...usable, devices: 'drawn' } },
  {
    grants: [{ role: 'Identity Data Admin', on }],
    traits: { ...usable, provider: 'Contoso workforce', devices: 'none' },
  },
  {
    grants: [{ role: 'Organization Admin', on: 'ORGANIZATION' }],
    traits: { ...usable, signedOn: undefined },
    population: 'Administrators',
    username: 'breakglass',
  },
  {
    grants: [{ role: 'Environment Admin', on }],
    traits: { ...usable, devices: 'text-message' },
    population: 'Administrators',
    username: 'admin',
  },
  {
    // Granted for one population first and for the whole environment later: PingOne only refuses it the other way round.
    grants: [
      { role: 'Identity Data Admin', on: 'Employees' },
      { role: 'Identity Data Admin', on },
    ],
    traits: { ...usable, devices: 'drawn' },
  },
  {
    grants: [
      { role: 'Client Application Developer', on },
      { role: 'Custom Roles Admin', on },
    ],
    traits: { ...usable, devices: 'drawn' },
  },
  {
    grants: [{ role: 'Identity Data Admin', on }],
    traits: { ...usable, locked: true, devices: 'drawn', signedOn: 8 },
  },
  {
    grants: [{ role: 'Configuration Read Only', on }],
    traits: { ...usable, devices: 'drawn', signedOn: 60 },
  },
];

/** Parts for the administrators that a large tenant has beyond the story. */
const COMMON: readonly AdministratorPart[] = [
  { grants: [{ role: 'Help Desk Admin', on }], traits: { ...usable, devices: 'drawn' } },
  { grants: [{ role: 'Identity Data Read Only', on }], traits: { ...usable, devices: 'drawn' } },
  { grants: [{ role: 'Identity Data Admin', on: 'Employees' }], traits: { ...usable, devices: 'drawn' } },
  { grants: [{ role: 'Client Application Developer', on }], traits: { ...usable, devices: 'strong' } },
  { grants: [{ role: 'Help Desk Admin', on: 'Customers' }], traits: { ...usable, devices: 'text-message' } },
];

/** Which of `size` people are administrators, by their place in the list: one in a hundred, spread over it, and at least one. */
export function castAdministrators(size: number, random: Random): Map<number, AdministratorPart> {
  const count = Math.max(1, Math.round(size / 100));
  const cast = new Map<number, AdministratorPart>();
  for (let part = 0; part < count; part += 1) {
    const place = Math.floor((part * size) / count);
    cast.set(place, PARTS[part] ?? random.pick(COMMON));
  }
  return cast;
}
