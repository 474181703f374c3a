import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { createYoga, type GraphiQLOptions, type Plugin } from 'graphql-yoga';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Authenticator } from './access/authenticate.ts';
import { everybodyIsLocal } from './access/open-until-keys.ts';
import type { ActionServices } from './actions/action-services.ts';
import type { Directory } from './directory/directory.ts';
import { everyRuleOn } from './findings/rule-sets.ts';
import type { FindingSettings } from './findings/settings.ts';
import type { SweptFindings } from './findings/swept.ts';
import { schema } from './graphql/schema.ts';
import { IdentityService } from './identities/identity-service.ts';
import type { PublicError } from './plugins/public-error.ts';
import { translateUpstreamError } from './plugins/translate-upstream-error.ts';
import { callersOf, useAuthentication } from './plugins/use-authentication.ts';
import { useCostLimit, type CostLimits } from './plugins/use-cost-limit.ts';
import { useExecutionReport } from './plugins/use-execution-report.ts';
import { useDeadline, type DeadlineOptions } from './plugins/use-deadline.ts';
import { useErrorMasking } from './plugins/use-error-masking.ts';
import { useExplain } from './plugins/use-explain.ts';
import { useGatewayContext } from './plugins/use-gateway-context.ts';
import { useLimits } from './plugins/use-limits.ts';
import { useWholeAnswers } from './plugins/use-whole-answers.ts';
import { createPosts } from './posts/answer-post.ts';
import { documentCaches } from './posts/document-caches.ts';
import { translateUnopened } from './store/store-error.ts';

export interface GatewayOptions {
  readonly directories: readonly Directory[];
  readonly actions: ActionServices;
  /** Default: one over these directories with the links of `actions`. */
  readonly identities?: IdentityService;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Default: the default thresholds, with every rule on. */
  readonly findingSettings?: FindingSettings;
  /** Where findings of snapshots are kept, where others read them too. Default: one of its own. */
  readonly swept?: SweptFindings;
  readonly costLimits?: CostLimits;
  readonly deadline?: DeadlineOptions;
  /** Who sends a request. Default: everybody is `local`, which is right on loopback only. */
  readonly authenticate?: Authenticator;
  /** GraphiQL's page for browsers; left out: there is none. */
  readonly explorer?: Explorer;
  /**
   * Further plugins, run first. Their hooks of Yoga's HTTP (`onRequest`, `onParams`, `onResultProcess`, `onResponse`) do not run for
   * plain posts, which go past it, and hooks before execution run once for each text of a document: see decision 27.
   */
  readonly plugins?: readonly Plugin[];
}

export interface Explorer {
  readonly options: GraphiQLOptions;
  readonly render: (options: GraphiQLOptions) => string;
}

export interface Gateway {
  /** Answers a request of Node's HTTP server. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => unknown;
}

/** The GraphQL engine over the directories: no port, no configuration. */
export function createGateway({ explorer, log, ...options }: GatewayOptions): Gateway {
  const callerOf = callersOf(options.authenticate ?? everybodyIsLocal, log);
  const masking = { log, suggestions: true, translate };
  const plugins = [
    ...(options.plugins ?? []),
    useAuthentication(callerOf),
    useErrorMasking(masking),
    useDeferStream(),
    useWholeAnswers(),
    useLimits(),
    useCostLimit(options.costLimits),
    useDeadline(options.deadline),
    useGatewayContext({
      directories: options.directories,
      actions: options.actions,
      identities:
        options.identities ??
        new IdentityService({ directories: options.directories, links: options.actions.links }),
      findingSettings: options.findingSettings ?? everyRuleOn,
      ...(options.swept && { swept: options.swept }),
      onHistoryFailure: (error, directory) =>
        log.error(
          { err: error },
          `The history of findings could not take in the newest look at "${directory}".`,
        ),
    }),
    useExplain(),
    useExecutionReport(),
  ];
  const yoga = createYoga({
    schema,
    parserAndValidationCache: documentCaches(),
    landingPage: false,
    batching: false,
    multipart: false,
    cors: false,
    // The door has looked at the length already; Yoga's own limit costs two thirds of the throughput of small queries.
    maxRequestBodySize: false,
    // `useErrorMasking` does it: Yoga's own would send stack traces under NODE_ENV=development.
    maskedErrors: false,
    graphiql: explorer === undefined ? false : explorer.options,
    ...(explorer && {
      renderGraphiQL: (wanted: GraphiQLOptions | undefined) => explorer.render(wanted ?? {}),
    }),
    logging: {
      debug: (...parts) => log.debug(parts.join(' ')),
      info: (...parts) => log.info(parts.join(' ')),
      warn: (...parts) => log.warn(parts.join(' ')),
      error: (...parts) => log.error(parts.join(' ')),
    },
    plugins,
  });
  return {
    handler: createPosts({
      engine: yoga,
      plugins,
      callerOf,
      masking,
      otherwise: (request, response) => yoga(request, response),
    }),
  };
}

/** What callers may read of failures that are not GraphQL's own. */
function translate(cause: unknown): PublicError | undefined {
  return translateUpstreamError(cause) ?? translateUnopened(cause);
}
