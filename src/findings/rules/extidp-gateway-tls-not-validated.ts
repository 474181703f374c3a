import type { Gateway } from '../../model/gateway.ts';
import { controls, remedies } from '../controls.ts';
import { and, any, flag, not, or, type Truth, undecided } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

function speaksInTheOpen({ connectionSecurity }: Gateway): Truth {
  if (connectionSecurity === null) return undecided('FIELD_NULL');
  return connectionSecurity === 'UNKNOWN' ? undecided('INVALID_VALUE') : connectionSecurity === 'NONE';
}

/** Kinds of gateways that PingOne documents beside LDAP. */
const others = new Set(['PING_FEDERATE', 'PING_INTELLIGENCE', 'API_GATEWAY_INTEGRATION', 'RADIUS']);

function speaksLdap({ type }: Gateway): Truth {
  if (type === null) return undecided('FIELD_NULL');
  return type === 'LDAP' || (others.has(type) ? false : undecided('INVALID_VALUE'));
}

function isUnprotected(gateway: Gateway): Truth {
  return and(
    () => speaksLdap(gateway),
    () => flag(gateway.enabled),
    () =>
      or(
        () => speaksInTheOpen(gateway),
        () => not(flag(gateway.validatesCertificates)),
      ),
  );
}

export const extidpGatewayTlsNotValidated = defineRule<'DIRECTORY'>({
  id: 'extidp::gateway_tls_not_validated',
  title: 'LDAP gateway without TLS, or without validation',
  description:
    'A gateway speaks to the directory behind it in the open, or to anybody who says to be it. Passwords of people can be read on the way.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  kinds: ['PINGONE', 'OKTA'],
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['SC-8', 'IA-5(1)'], iso27001: ['8.24'], attack: ['T1040'] }),
  remedies: remedies('updateGateway'),
  settings: [],
  caveats: ['The directory may be on the same machine as the gateway.'],
  scope: () => true,
  holds: ({ gateways }) => any(gateways, isUnprotected),
  evidence: ({ gateways }) =>
    listEvidence(
      'gateways',
      gateways.rows
        .filter((gateway) => isUnprotected(gateway) === true)
        .map(
          ({ name, externalId, connectionSecurity, validatesCertificates }) =>
            `${name ?? externalId} (${connectionSecurity ?? 'unknown'}, ${validatesCertificates === true ? 'validated' : 'not validated'})`,
        ),
    ),
});
