import type { Draft } from './draft.ts';
import type { Random } from './prng.ts';

interface CertificatePlan {
  readonly name: string;
  readonly usageType: 'SIGNING' | 'ENCRYPTION' | 'SSL/TLS';
  readonly algorithm: 'RSA' | 'EC';
  readonly keyLength: number;
  readonly lifetimeDays: number;
  /** Days until it ends; negative when it has ended. */
  readonly endsIn: number;
  readonly default?: boolean;
  /** A number past 2^53, which a JSON reader that thinks in doubles would round. */
  readonly serialNumber?: string;
}

const KEYS: readonly CertificatePlan[] = [
  {
    name: 'Signing 2026',
    usageType: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 2048,
    lifetimeDays: 365,
    endsIn: 210,
    default: true,
  },
  {
    name: 'Signing, ends soon',
    usageType: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 3072,
    lifetimeDays: 730,
    endsIn: 19,
  },
  {
    name: 'Signing 2019',
    usageType: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 1024,
    lifetimeDays: 3650,
    endsIn: 700,
  },
  {
    name: 'Signing EC',
    usageType: 'SIGNING',
    algorithm: 'EC',
    keyLength: 256,
    lifetimeDays: 365,
    endsIn: 160,
    serialNumber: '8123456789012345679',
  },
  {
    name: 'Encryption',
    usageType: 'ENCRYPTION',
    algorithm: 'RSA',
    keyLength: 4096,
    lifetimeDays: 365,
    endsIn: -40,
  },
];

const CERTIFICATES: readonly CertificatePlan[] = [
  {
    name: 'Partner SAML verification',
    usageType: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 2048,
    lifetimeDays: 1095,
    endsIn: 26,
  },
  {
    name: 'Retired partner',
    usageType: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 2048,
    lifetimeDays: 730,
    endsIn: -400,
  },
  {
    name: 'login.example.com',
    usageType: 'SSL/TLS',
    algorithm: 'EC',
    keyLength: 384,
    lifetimeDays: 90,
    endsIn: 47,
    serialNumber: '9007199254740993',
  },
];

/** PingOne says EXPIRING within the last 30 days. */
function statusOf(endsIn: number): 'VALID' | 'EXPIRING' | 'EXPIRED' {
  if (endsIn < 0) return 'EXPIRED';
  return endsIn <= 30 ? 'EXPIRING' : 'VALID';
}

function addCertificate(
  draft: Draft,
  collection: 'keys' | 'certificates',
  plan: CertificatePlan,
  random: Random,
): void {
  const { name, algorithm, lifetimeDays, endsIn } = plan;
  draft.addNamed(collection, {
    id: random.uuid(),
    environment: draft.environment,
    name,
    // A JSON integer in PingOne. Kept as text where it exceeds 2^53: the HTTP side must print it without quotes.
    serialNumber: plan.serialNumber ?? 1_000_000_000_000 + random.below(1_000_000_000_000),
    subjectDN: `CN=${name}, O=Rollcall Works, C=GB`,
    issuerDN:
      collection === 'keys'
        ? `CN=${name}, O=Rollcall Works, C=GB`
        : 'CN=Example Issuing CA, O=Example Trust, C=GB',
    algorithm,
    keyLength: plan.keyLength,
    signatureAlgorithm: algorithm === 'RSA' ? 'SHA256withRSA' : 'SHA256withECDSA',
    usageType: plan.usageType,
    validityPeriod: lifetimeDays,
    startsAt: draft.ago(lifetimeDays - endsIn),
    expiresAt: draft.ago(-endsIn),
    status: statusOf(endsIn),
    default: plan.default === true,
    createdAt: draft.ago(lifetimeDays - endsIn),
  });
}

/** Key pairs (`keys`) and public certificates (`certificates`). */
export function addCertificates(draft: Draft): void {
  const random = draft.random('certificates');
  for (const plan of KEYS) addCertificate(draft, 'keys', plan, random);
  for (const plan of CERTIFICATES) addCertificate(draft, 'certificates', plan, random);
}
