import type { PeerFactor, PeerPerson } from '../people.ts';
import type { OktaFactor } from './org.ts';

type Form = Pick<OktaFactor, 'factorType' | 'provider' | 'vendorName' | 'profile'>;

/** A person's factors in Okta's form. The code of somebody who has the push of Okta Verify is in the same application. */
export function makeFactors(person: PeerPerson, newId: (prefix: string) => string): OktaFactor[] {
  const { createdAt: created, factors, username } = person;
  const verify = factors.includes('PUSH');
  return factors.map((factor) => ({
    id: newId('opf'),
    ...formOf(factor, username, verify),
    status: 'ACTIVE',
    created,
    lastUpdated: created,
  }));
}

function formOf(factor: PeerFactor, credentialId: string, verify: boolean): Form {
  switch (factor) {
    case 'FIDO2':
      return {
        factorType: 'webauthn',
        provider: 'FIDO',
        vendorName: 'FIDO',
        profile: { credentialId, authenticatorName: 'Security key' },
      };
    case 'TOTP': {
      const provider = verify ? 'OKTA' : 'GOOGLE';
      return { factorType: 'token:software:totp', provider, vendorName: provider, profile: { credentialId } };
    }
    case 'PUSH':
      return {
        factorType: 'push',
        provider: 'OKTA',
        vendorName: 'OKTA',
        profile: { credentialId, deviceType: 'SmartPhone_IPhone', name: 'Telephone', platform: 'IOS' },
      };
    case 'SMS':
      return {
        factorType: 'sms',
        provider: 'OKTA',
        vendorName: 'OKTA',
        profile: { phoneNumber: '+15555550100' },
      };
    case 'QUESTION':
    default:
      return {
        factorType: 'question',
        provider: 'OKTA',
        vendorName: 'OKTA',
        profile: { question: 'favorite_art_piece', questionText: 'What is your favourite piece of art?' },
      };
  }
}
