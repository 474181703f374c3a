#!/usr/bin/env -S node --max-semi-space-size=32 --heap-growing-percent=100
/** The process begins here: with what has to be so before anything else is loaded. */
import { loadProgram } from './cli/program.ts';

// Before `graphql` is loaded: otherwise it looks for a second copy of itself at each value of each answer.
const environment = process.env;
environment['NODE_ENV'] ??= 'production';

async function run(): Promise<void> {
  const { runCommand } = await loadProgram(import.meta.url);
  const code = await runCommand(process.argv.slice(2));
  if (code !== null) process.exitCode = code;
}

// A build of CommonJS has no `await` here. What `run` throws ends the process with its stack, as it should.
void run();
