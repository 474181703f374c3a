import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { BindRequest, ExtendedRequest } from 'ldapts';
import type { Secret } from '../../../model/secret.ts';
import type { Clock } from '../../../upstream/clock.ts';
import { onAbort } from '../../../upstream/on-abort.ts';
import { LdapConnection } from './connection.ts';
import { ResultError, type Within, WireError } from './wire-error.ts';

/** Where a directory answers, and how the way there is kept private. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** `starttls`: begins in the clear and is encrypted before the password is sent. */
  readonly security: 'tls' | 'starttls' | 'plain';
  /** Certificates of the authorities to trust, PEM; left out: those that Node trusts. */
  readonly ca?: string;
}

export interface BindCredential {
  /** A DN; Active Directory also takes `name@domain` and `DOMAIN\name`. */
  readonly name: string;
  readonly password: Secret;
}

/** StartTLS (RFC 4511, section 4.14). */
const START_TLS = '1.3.6.1.4.1.1466.20037';

/** What Node says when a certificate or a handshake is refused; all of them need a person. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;

/** Connects and binds. @throws {WireError | ResultError} */
export async function dial(
  endpoint: Endpoint,
  credential: BindCredential,
  clock: Clock,
  within: Within,
): Promise<LdapConnection> {
  const connection = new LdapConnection(await open(endpoint, clock, within), clock);
  try {
    if (endpoint.security === 'starttls') await startTls(connection, endpoint, clock, within);
    await bind(connection, credential, within);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function bind(
  connection: LdapConnection,
  { name, password }: BindCredential,
  within: Within,
): Promise<void> {
  // A name without a password is an anonymous bind, which lax servers let "succeed" (RFC 4513, section 5.1.2).
  if (password.reveal() === '')
    throw new TypeError('Expected a password to bind with, received an empty one.');
  const request = new BindRequest({ messageId: 0, dn: name, password: password.reveal() });
  const { result } = await connection.request(request, within);
  if (result.status !== 0) throw new ResultError(result.status, result.errorMessage, true);
}

async function startTls(
  connection: LdapConnection,
  endpoint: Endpoint,
  clock: Clock,
  within: Within,
): Promise<void> {
  const request = new ExtendedRequest({ messageId: 0, oid: START_TLS });
  const { result } = await connection.request(request, within, true);
  if (result.status !== 0) throw new ResultError(result.status, result.errorMessage, true);
  let secured: Socket | undefined;
  connection.replaceSocket((socket) => (secured = connectTls({ ...tlsOptions(endpoint), socket })));
  if (secured !== undefined) await ready(secured, 'secureConnect', clock, within);
}

async function open(endpoint: Endpoint, clock: Clock, within: Within): Promise<Socket> {
  const { host, port, security } = endpoint;
  if (security !== 'tls') return await ready(connectTcp({ host, port }), 'connect', clock, within);
  return await ready(connectTls({ ...tlsOptions(endpoint), host, port }), 'secureConnect', clock, within);
}

function tlsOptions({ host, ca }: Endpoint): ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    // The name is checked against the certificate; an address is no name, and may not be sent as one (RFC 6066, section 3).
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(ca === undefined ? {} : { ca }),
  };
}

function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  clock: Clock,
  { signal, deadline }: Within,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const offs: (() => void)[] = [];
    const end = (failure: WireError | null): void => {
      for (const off of offs) off();
      socket.off(event, onReady).off('error', onError).off('close', onClose);
      if (failure === null) {
        resolve(socket);
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(failure);
    };
    const onReady = (): void => end(null);
    const onError = (error: Error): void =>
      end(new WireError(isTls(error) ? 'tls' : 'connect', false, error));
    const onClose = (): void => end(new WireError('connect', false));
    socket.once(event, onReady).once('error', onError).once('close', onClose);
    if (deadline !== Infinity)
      offs.push(clock.after(deadline - clock.monotonic(), () => end(new WireError('connect', false))));
    if (signal !== undefined) offs.push(onAbort(signal, () => end(new WireError('cancelled', false))));
  });
}

function isTls(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && TLS_CODE.test(error.code);
}
