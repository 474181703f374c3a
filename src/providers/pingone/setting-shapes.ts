/** What has to be readable in the settings of an environment: read as nothing, it would say that nothing is wrong, or that all is. */
import type { Shape } from './shape.ts';

/** Without a policy of its own the environment's default one holds for a population; `passwordPolicy` that is there has an id. */
export const populationShape: Shape = { flags: ['default'], references: ['passwordPolicy'] };

export const signOnPolicyShape: Shape = { flags: ['default'] };

/** `registration` that is there says whether it is enabled. */
export const signOnPolicyActionShape: Shape = {
  texts: ['type', 'noDevicesMode'],
  flags: ['enforceLockoutForIdentityProviders'],
  referenceLists: ['socialProviders'],
  parts: { registration: { always: ['enabled'], flags: ['enabled'] } },
};

/** What a policy leaves out is not asked for: no lockout, no history, no age at which a password ends. */
export const passwordPolicyShape: Shape = {
  flags: ['default'],
  numbers: ['maxAgeDays'],
  parts: {
    history: { numbers: ['count'] },
    lockout: { numbers: ['failureCount'] },
    length: { numbers: ['min'] },
  },
};

/** Whoever comes in by a provider without a population for newcomers has to be there already. */
export const identityProviderShape: Shape = {
  always: ['type'],
  texts: ['type'],
  parts: { registration: {}, idpVerification: {} },
};

/** A gateway of LDAP is without TLS, and validates certificates, unless it says otherwise. */
export const gatewayShape: Shape = {
  texts: ['type', 'connectionSecurity'],
  flags: ['validateTlsCertificates'],
};

/** One that was never used has no `lastUsedAt`. */
export const gatewayCredentialShape: Shape = { instants: ['lastUsedAt'] };

export const webhookShape: Shape = { flags: ['verifyTlsCertificates'] };

/** By their names PingOne's own roles are placed, by their permissions those of the operator. */
export const roleShape: Shape = {
  always: ['name'],
  texts: ['name'],
  referenceLists: ['permissions', 'canAssign'],
};
