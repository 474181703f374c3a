import { isPromise } from '@graphql-tools/utils';
import { getArgumentValues } from 'graphql';
import { completeInPlace } from './complete-in-place.ts';
import type { FieldPlan } from './plan.ts';
import { FieldInfo, type Path, type Run } from './run.ts';

type Selected = Record<string, unknown>;

const noArguments: Record<string, unknown> = Object.freeze({});

/** The selected fields of one object, or a promise of them. */
export function executeFields(
  run: Run,
  fields: readonly FieldPlan[],
  source: unknown,
  path: Path | undefined,
): Selected | Promise<Selected> {
  const selected: Selected = {};
  let waiting: Promise<unknown>[] | null = null;
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, path);
      // Stands in its place already, so that the order is that of the selection.
      selected[field.name] = value;
      if (isPromise(value)) (waiting ??= []).push(putting(selected, field.name, value));
    }
  } catch (error) {
    if (waiting === null) throw error;
    const fail = (): never => {
      throw error;
    };
    return Promise.all(waiting).then(fail, fail);
  }
  if (waiting === null) return selected;
  const all: Promise<unknown> = waiting.length === 1 && waiting[0] ? waiting[0] : Promise.all(waiting);
  return all.then(() => selected);
}

async function putting(selected: Selected, name: string, value: Promise<unknown>): Promise<void> {
  selected[name] = await value;
}

function executeField(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  if (run.isEnded) return null;
  const path: Path = { prev: parent, key: field.name, typename: field.parent.name };
  const info = new FieldInfo(run, field, path);
  const place = { path, info, isNonNull: field.isNonNull };
  let value: unknown;
  try {
    value =
      field.resolve === null
        ? property(source, field, run, info)
        : field.resolve(source, argumentsOf(run, field), run.context, info);
  } catch (error) {
    return run.failed(error, place);
  }
  return completeInPlace(run, field.complete, value, place);
}

function argumentsOf(run: Run, field: FieldPlan): Record<string, unknown> {
  if (!field.hasArguments) return noArguments;
  const known = run.args[field.number];
  if (known !== undefined) return known;
  const [node] = field.nodes;
  if (node === undefined) return noArguments;
  const made = Object.freeze(getArgumentValues(field.definition, node, run.variables));
  run.args[field.number] = made;
  return made;
}

function property(source: unknown, field: FieldPlan, run: Run, info: FieldInfo): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  const object = source as Readonly<Record<string, unknown>>;
  const { name } = field.definition;
  const value = object[name];
  if (typeof value !== 'function') return value;
  return (object[name] as (...args: readonly unknown[]) => unknown)(
    argumentsOf(run, field),
    run.context,
    info,
  );
}
