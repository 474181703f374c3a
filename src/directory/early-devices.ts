import type { User } from '../model/user.ts';
import type { DirectoryLoaders } from './loaders.ts';
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
