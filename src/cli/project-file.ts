/** A file of the project, such as `package.json`: from `src/cli` and from `dist/chunks`. */
export function projectFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
