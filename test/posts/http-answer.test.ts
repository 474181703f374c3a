import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { httpAnswer } from '../../src/posts/http-answer.ts';

const graphqlJson = 'application/graphql-response+json';

function saying(http: object): GraphQLError {
  return new GraphQLError('no', { extensions: { code: 'NO', http } });
}

describe('what errors say of the answer that they stand in', () => {
  it('has the highest status, all headers, and none of it in the text', () => {
    const errors = [
      saying({ status: 400, headers: { 'retry-after': '1' } }),
      saying({ status: 503, headers: { 'x-other': 'y' } }),
      new GraphQLError('nothing of HTTP'),
    ];
    const { status, headers, text } = httpAnswer({ errors }, graphqlJson);
    expect([status, headers]).toEqual([503, { 'retry-after': '1', 'x-other': 'y' }]);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'NO' } }, {}, {}] });
    expect(text).not.toContain('http');
  });

  it('has a status that the specification asks for only where its type is accepted', () => {
    const errors = [saying({ status: 400, spec: true })];
    expect(httpAnswer({ errors }, graphqlJson).status).toBe(400);
    expect(httpAnswer({ errors }, 'application/json').status).toBe(200);
  });

  it('is told of more errors than a function takes arguments', () => {
    const one = saying({ status: 418, headers: { 'x-one': 'y' } });
    const errors = Array.from({ length: 300_000 }, () => one);
    const { status, headers } = httpAnswer({ data: null, errors }, 'application/json');
    expect([status, headers]).toEqual([418, { 'x-one': 'y' }]);
  });
});
