import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import config from '../../codegen.ts';
import { schema } from '../../src/graphql/schema.ts';
import { root } from './run.ts';

describe('the printed contract', () => {
  it('is what the code says: run `npm run codegen` and commit the result', { timeout: 120_000 }, async () => {
    const files: { filename: string; content: string }[] = await generate({ ...config, hooks: {} }, false);
    expect(files.length).toBeGreaterThan(3);
    for (const { filename, content } of files) {
      const committed = filename.endsWith('persisted-documents.json') ? 'schema/operations.json' : filename;
      expect(readFileSync(join(root, committed), 'utf8').trim(), committed).toBe(content.trim());
    }
  });

  it('describes every type, field, argument and enum value', () => {
    const silent: string[] = [];
    const look = (where: string, described: { readonly description?: string | null | undefined }): void => {
      if (!described.description?.trim()) silent.push(where);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
      look(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field);
        for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
      }
    }
    expect(silent).toEqual([]);
  });
});
