import type { AnyAction } from './action.ts';
import { guardsOf } from './objections.ts';
import { pingOneOperations } from './pingone-operations.ts';
import { everyAction } from './registry.ts';

const effects: Readonly<Record<AnyAction['effect'], string>> = {
  SET: 'sets a state; safe to repeat',
  DELETE: 'takes away; safe to repeat',
  CREATE: 'creates; repeat with an idempotency key',
  TRIGGER: 'happens each time; repeat with an idempotency key',
};

/** The page about all actions, in Markdown: `docs/actions.md`. */
export function actionsPage(): string {
  const actions = everyAction.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    '# Actions',
    '',
    `Every change that the gateway can make in a directory: ${actions.length} actions, one mutation each. This page is made from the code by \`npm run codegen\`, and a test holds it to the code. \`suspendUsers\` and the other mutations of many, \`offboardIdentity\`, \`undo\` and what ends timed access are made of these actions. Not in the table is what changes the gateway's own records alone, and no directory, such as \`linkIdentity\`, \`separateIdentity\` and \`removeIdentityLink\`: see [changes.md](changes.md).`,
    '',
    'Every mutation takes `reason`, `idempotencyKey`, `dryRun` and `ifVersion`; answers with a union of one success and of the ways in which it does not succeed; and leaves an entry in the ledger, what a guard refused too. None is left by input that is wrong, by what was not found, could not be read or was changed meanwhile, by callers who lack the permission in the whole directory, and where a directory is read-only or cannot do it, by users who were named otherwise than by an id: they are not looked up for that. Guards are asked before anything is sent; `permission`, `directory-not-writable`, `action-not-supported` and `blast-radius` stand before all of them, and the table names the others.',
    '',
    '| action | mutation | what it does | permission | effect | taken back by | guards |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...actions.map(rowOf),
    '',
    "## PingOne's own operations",
    '',
    `The ${pingOneOperations.length} operations on a PingOne environment that integration platforms list, and where each is in the graph. A read of one object is a field that reads the list that it is in, or is carried by the row of the object that it belongs to. Number 10 answers a person about their own token, which the gateway never has; \`viewer\` answers its callers the same question about themselves.`,
    '',
    '| # | operation | route | in the graph |',
    '| --- | --- | --- | --- |',
    ...pingOneOperations.map(
      ({ number, name, route, action, field }) =>
        `| ${number} | ${name} | \`${route}\` | \`${field ?? mutationOf(action)}\` |`,
    ),
    '',
  ].join('\n');
}

function rowOf(action: AnyAction): string {
  const standard = new Set(guardsOf({ guards: [] }).map(({ name }) => name));
  const guards = action.guards.map(({ name }) => name).filter((name) => !standard.has(name));
  const inverse = action.inverse === null ? '' : `\`${mutationOf(action.inverse).replace('Mutation.', '')}\``;
  const cells = [
    `\`${action.name}\``,
    `\`${action.mutation}\``,
    action.summary,
    `\`${action.permission}\``,
    effects[action.effect],
    inverse,
    guards.map((name) => `\`${name}\``).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function mutationOf(name: string | null): string {
  const found = everyAction.find((action) => action.name === name);
  return found === undefined ? '' : `Mutation.${found.mutation}`;
}
