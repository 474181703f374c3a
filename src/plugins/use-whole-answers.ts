import { type DocumentNode, Kind, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { onceFor } from '../model/once-for.ts';

/** Media types in which an answer can come in parts. */
const inParts = /(?:^|[\s,])(?:multipart\/mixed|text\/event-stream)\s*(?:$|[;,])/i;

/**
 * Answers `@defer` and `@stream` in one piece where the caller's `Accept` names no media type that an answer in parts could have:
 * both only allow it, and a refusal would help nobody.
 */
export function useWholeAnswers(): Plugin {
  return {
    onExecute({ args, context }) {
      if (inParts.test(context.request.headers.get('accept') ?? '')) return;
      args.document = inOnePiece(args.document);
    },
  };
}

/** The same document without what asks for parts; documents are kept by the parser, and so is what becomes of them. */
const inOnePiece = onceFor((document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.DIRECTIVE]: ({ name: { value } }) => (value === 'defer' || value === 'stream' ? null : undefined),
  }),
);
