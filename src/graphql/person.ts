import type { Address, PersonName, PingOneUserFacet } from '../model/user.ts';
import { builder } from './builder.ts';

export const PersonNameType = builder.objectRef<PersonName>('PersonName').implement({
  description: "The parts of a person's name, as the directory keeps them.",
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    given: t.exposeString('given', { nullable: true, description: 'Given name.' }),
    middle: t.exposeString('middle', { nullable: true, description: 'Middle name.' }),
    family: t.exposeString('family', { nullable: true, description: 'Family name.' }),
    formatted: t.exposeString('formatted', {
      nullable: true,
      description: 'The whole name, as it is to be shown.',
    }),
  }),
});

export const AddressType = builder.objectRef<Address>('Address').implement({
  description: 'A postal address.',
  extensions: { permission: 'directory:read.pii' },
  fields: (t) => ({
    streetAddress: t.exposeString('streetAddress', { nullable: true, description: 'Street and number.' }),
    locality: t.exposeString('locality', { nullable: true, description: 'City or town.' }),
    region: t.exposeString('region', { nullable: true, description: 'State, province or county.' }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Postal code.' }),
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description: 'Country, as ISO 3166-1 alpha-2 writes it.',
    }),
  }),
});

/** The facet with what only PingOne has. */
export const PingOneUserType = builder
  .objectRef<PingOneUserFacet & { readonly mfaEnabled: boolean | null }>('PingOneUser')
  .implement({
    description: 'What only PingOne says of a user, in its own words. Comes with the list row.',
    extensions: { permission: 'directory:read' },
    fields: (t) => ({
      enabled: t.exposeBoolean('enabled', {
        nullable: true,
        description: 'The switch that suspending turns off.',
      }),
      accountStatus: t.exposeString('accountStatus', { nullable: true, description: '`OK` or `LOCKED`.' }),
      lockedAt: t.expose('lockedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was locked.',
      }),
      unlockAt: t.expose('unlockAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the lock ends by itself.',
      }),
      mfaEnabled: t.exposeBoolean('mfaEnabled', {
        nullable: true,
        description:
          'Whether the second factor is switched on; it does not say that a device is there. Null: the row does not say.',
      }),
      verifyStatus: t.exposeString('verifyStatus', {
        nullable: true,
        description: 'Identity verification: `NOT_INITIATED`, `ENABLED` or `DISABLED`.',
      }),
      lifecycleStatus: t.exposeString('lifecycleStatus', {
        nullable: true,
        description: '`ACCOUNT_OK` or `VERIFICATION_REQUIRED`.',
      }),
      accountId: t.exposeString('accountId', {
        nullable: true,
        description: 'The account id that the operator set.',
      }),
    }),
  });
