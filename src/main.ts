#!/usr/bin/env -S node --max-semi-space-size=64
/** The process begins here: with what has to be so before anything else is loaded. */
import { keepCompiled } from './cli/keep-compiled.ts';

// Before `graphql` is loaded: otherwise it looks for a second copy of itself at each value of each answer.
const environment = process.env;
environment['NODE_ENV'] ??= 'production';
keepCompiled(import.meta.url);

const { runCommand } = await import('./cli/run-command.ts');
const code = await runCommand(process.argv.slice(2));
if (code !== null) process.exitCode = code;
