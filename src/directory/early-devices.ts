import type { User } from '../model/user.ts';
import type { DirectoryLoaders } from './loaders.ts';
import { worthAReport } from './mfa-plan.ts';
import { needsDevices, type MfaQuestion } from './mfa-posture.ts';

/**
 * Begins to read the devices of a list's users page by page, while the list is still being walked; only while such reads
 * end well, so that a provider in trouble over devices still gives its list of users in peace.
 */
export function earlyDevices(
  loaders: DirectoryLoaders,
  question: MfaQuestion,
): (page: readonly User[]) => void {
  return (page) => {
    if (!loaders.directory.readsDevicesWell) return;
    for (const user of page) {
      // Whoever asks for these devices gets the failure from the loader.
      if (needsDevices(user, question)) loaders.beginDevices(user).catch(() => {});
    }
  };
}

/**
 * Begins to read the report of devices as soon as a list has shown as many users as a report is worth, while the rest of it is still
 * being walked.
 */
export function earlyReport(
  loaders: DirectoryLoaders,
  question: MfaQuestion,
): (page: readonly User[]) => void {
  let users = 0;
  return (page) => {
    users += page.filter((user) => user.listedDevices === null && needsDevices(user, question)).length;
    if (worthAReport(loaders.directory, users)) loaders.beginReport();
  };
}
