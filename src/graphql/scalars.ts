import { DateResolver, DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { GraphQLScalarType } from 'graphql';
import { builder } from './builder.ts';

const dateTime = new GraphQLScalarType({
  ...DateTimeResolver.toConfig(),
  description: 'An instant in UTC, as RFC 3339 writes it: `2026-03-02T08:11:40.201Z`.',
});

const date = new GraphQLScalarType({
  ...DateResolver.toConfig(),
  serialize: String,
  description: 'A day without a time, as RFC 3339 writes it: `2026-03-02`.',
});

const json = new GraphQLScalarType({
  ...JSONResolver.toConfig(),
  description: "Any JSON value, where the shape is the operator's own (custom attributes).",
});

builder.addScalarType('DateTime', dateTime);
builder.addScalarType('Date', date);
builder.addScalarType('JSON', json);
