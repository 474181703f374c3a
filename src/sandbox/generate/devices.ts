import type { Row } from '../tenant.ts';
import type { Draft } from './draft.ts';
import type { Person } from './people.ts';
import type { Phones } from './phones.ts';
import type { Random } from './prng.ts';

/** How often each type comes up, of a hundred. */
const SHARES: readonly (readonly [string, number])[] = [
  ['MOBILE', 36],
  ['TOTP', 22],
  ['SMS', 16],
  ['FIDO2', 13],
  ['EMAIL', 8],
  ['VOICE', 3],
  ['OATH_TOKEN', 1],
  ['WHATSAPP', 1],
];
const DRAWN = SHARES.flatMap(([type, share]) => Array.from({ length: share }, () => type));

/** Every type in turn, with two that a reader can't know: a type of PingID's, and one that doesn't exist yet. */
const EVERY_TYPE = [...SHARES.map(([type]) => type), 'PINGID_DESKTOP_GEN2', 'WEARABLE'];
const PHONED = new Set(['SMS', 'VOICE', 'WHATSAPP']);
const NICKNAMES = ['Work phone', 'My phone', 'Desk', 'Key on my ring', 'Old phone', '携帯', 'Телефон'];

/** Types for the parts in the story of the administrators. */
const FIXED = { strong: ['FIDO2', 'TOTP'], 'text-message': ['SMS'] } as const;

class DeviceMaker {
  readonly #draft: Draft;
  readonly #phones: Phones;
  readonly #random: Random;
  readonly #policy: { readonly id: string; readonly type: string };
  #made = 0;
  #lastPhone: string | undefined;

  constructor(draft: Draft, phones: Phones) {
    this.#draft = draft;
    this.#phones = phones;
    this.#random = draft.random('devices');
    this.#policy = Object.freeze({
      id: draft.idOf('deviceAuthenticationPolicies', 'Default MFA Policy'),
      type: 'MFA_POLICY',
    });
  }

  typesOf({ traits }: Person): readonly string[] {
    if (traits.devices === 'none') return [];
    if (traits.devices !== 'drawn') return FIXED[traits.devices];
    const luck = this.#random.fraction();
    const count = luck < 0.62 ? 1 : luck < 0.92 ? 2 : 3;
    return Array.from({ length: count }, () => this.#random.pick(DRAWN));
  }

  make(person: Person, wanted: string, first: boolean): Row {
    const draft = this.#draft;
    const random = this.#random;
    const number = this.#made;
    this.#made += 1;
    const drawn = person.traits.devices === 'drawn';
    const type =
      drawn && number % 25 === 3 ? (EVERY_TYPE[((number - 3) / 25) % EVERY_TYPE.length] ?? wanted) : wanted;
    const inactive = drawn && number % 19 === 5;
    const paired = random.between(1, Math.max(2, person.employment.since));
    const device: Row = {
      id: random.uuid(),
      environment: draft.environment,
      user: { id: person.row.id },
      type,
      status: inactive ? 'ACTIVATION_REQUIRED' : 'ACTIVE',
      createdAt: draft.ago(paired),
      updatedAt: draft.ago(paired * random.fraction()),
    };
    if (!inactive) device['activatedAt'] = draft.ago(paired * 0.999);
    if (random.chance(0.3)) device['nickname'] = random.pick(NICKNAMES);
    if (type === 'MOBILE' || type === 'FIDO2' || first) device['policy'] = this.#policy;
    Object.assign(
      device,
      this.#contact(person, type, number),
      drawn ? this.#restriction(number, paired) : undefined,
    );
    return device;
  }

  /** Where codes go: mostly what the profile says; sometimes a number that another person uses too, sometimes a private address. */
  #contact({ row, traits }: Person, type: string, number: number): Record<string, unknown> {
    if (type === 'EMAIL') {
      const address =
        number % 5 === 2 || row.email === undefined ? `${row.username}@mail.example` : row.email;
      return { email: address };
    }
    if (!PHONED.has(type)) return {};
    const shared = traits.devices === 'drawn' && this.#random.chance(0.02) ? this.#lastPhone : undefined;
    const own = row.mobilePhone ?? this.#phones.next();
    this.#lastPhone = own;
    return { phone: shared ?? own };
  }

  /** Blocked by an administrator, locked by too many tries, or said to be neither. */
  #restriction(number: number, paired: number): Record<string, unknown> {
    if (number % 37 === 11) return { block: { status: 'BLOCKED', blockedAt: this.#draft.ago(paired * 0.3) } };
    if (number % 61 === 17) return { lock: { status: 'LOCKED', expiresAt: this.#draft.ago(-0.02) } };
    return number % 83 === 7 ? { block: { status: 'UNBLOCKED' }, lock: { status: 'UNLOCKED' } } : {};
  }
}

/** Fills `users/devices`. Whoever has MFA switched off may still have devices, and the other way round. */
export function addDevices(draft: Draft, people: readonly Person[], phones: Phones): void {
  const maker = new DeviceMaker(draft, phones);
  for (const person of people) {
    for (const [index, type] of maker.typesOf(person).entries()) {
      draft.addBelow('users/devices', person.row.id, maker.make(person, type, index === 0));
    }
  }
}
