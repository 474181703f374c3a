import type { GraphQLError } from 'graphql';

/**
 * The message of an error without what was sent: graphql repeats a wrong variable, with all that stands beside the wrong part
 * of it, and that may be a password. Which variable, where in it and why stay.
 */
export function withoutValue({ message, originalError }: GraphQLError): string {
  const variable = /^Variable "\$\w+" got invalid value/.exec(message)?.[0];
  if (variable === undefined) return message;
  const reason = originalError?.message ?? '';
  if (reason === '' || !message.endsWith(`; ${reason}`)) return `${variable}.`;
  const place = / at "[\w.[\]]+"$/.exec(message.slice(0, -reason.length - 2))?.[0] ?? '';
  return `${variable}${place}; ${reason.replace(/^(\w+ cannot represent [^:]*): [^]*$/, '$1.')}`;
}
