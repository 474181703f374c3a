import { builder } from '../builder.ts';
import type { InputFields } from './define-action.ts';

const PersonNameInput = builder.inputType('PersonNameInput', {
  description: 'Parts of a name; those that are left out stay, and null clears one.',
  fields: (t) => ({
    given: t.string({ description: 'Given name.' }),
    middle: t.string({ description: 'Middle name.' }),
    family: t.string({ description: 'Family name.' }),
    formatted: t.string({
      description: 'The whole name, as it is to be shown. It does not follow the others by itself.',
    }),
  }),
});

const AddressInput = builder.inputType('AddressInput', {
  description: 'Parts of a postal address; those that are left out stay, and null clears one.',
  fields: (t) => ({
    streetAddress: t.string({ description: 'Street and number.' }),
    locality: t.string({ description: 'City or town.' }),
    region: t.string({ description: 'State, province or county.' }),
    postalCode: t.string({ description: 'Postal code.' }),
    countryCode: t.string({ description: 'Country, as ISO 3166-1 alpha-2 writes it.' }),
  }),
});

/** What of a person can be written, beside the user name. */
export function profileFields(t: InputFields) {
  return {
    email: t.string({ description: 'Address for mail.' }),
    name: t.field({ type: PersonNameInput, description: 'Name; null clears all its parts.' }),
    nickname: t.string({ description: 'Nickname.' }),
    title: t.string({ description: 'Job title.' }),
    employmentType: t.string({ description: "Kind of employment, in the operator's words." }),
    locale: t.string({ description: 'Locale, such as `en-GB`.' }),
    preferredLanguage: t.string({ description: 'Preferred language.' }),
    timezone: t.string({ description: 'Time zone, such as `Europe/Paris`.' }),
    mobilePhone: t.string({ description: 'Mobile phone number.' }),
    primaryPhone: t.string({ description: 'Main phone number.' }),
    address: t.field({ type: AddressInput, description: 'Postal address; null clears all its parts.' }),
    sourceId: t.string({ description: 'The id that another system gives this account.' }),
    customAttributes: t.field({
      type: 'JSON',
      description:
        "An object: attributes of the operator's own schema by their names. One that is left out stays, and null clears it.",
    }),
  };
}
