import { open } from 'node:fs/promises';
import type { Decisions } from '../exports/decisions.ts';
import { ExportError } from '../exports/export-error.ts';
import { readDecisions } from '../exports/read-decisions.ts';
import type { Output } from './output.ts';
import { CommandUsageError } from './usage-error.ts';

/** What people decided, as an export of it has it. @throws {CommandUsageError} for a file that is no such export, or was cut off. */
export async function decisionsIn(path: string, output: Output): Promise<Decisions> {
  try {
    const file = await open(path);
    try {
      const { takenAt, ...decisions } = await readDecisions(file.readLines());
      const { acceptances, links, complete } = decisions;
      output.error(
        `Decisions of ${takenAt.toISOString()}: accepted findings ${acceptances.size}, links of accounts ${links.length}.`,
      );
      if (!complete)
        output.error(
          'They are not all: whoever asked the gateway for them reads a part of it only. Who else accepts what is not known (such findings count), nor who is who.',
        );
      return decisions;
    } finally {
      await file.close();
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof ExportError || (error instanceof Error && 'code' in error))
      throw new CommandUsageError(`--decisions "${path}" cannot be read: ${said}`, { cause: error });
    throw error;
  }
}
