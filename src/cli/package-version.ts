import { readFileSync } from 'node:fs';
import { projectFile } from './project-file.ts';

/** The version of the gateway, such as `1.4.0`. */
export function packageVersion(): string {
  const text = readFileSync(projectFile('package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
