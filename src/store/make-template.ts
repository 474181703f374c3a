/** Run by the build. */
import { makeTemplate } from './embedded-template.ts';

await makeTemplate();
