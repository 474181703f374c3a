/** What `rollcall --help` prints. */
export const usage = `rollcall: one GraphQL graph over PingOne and its peers

  rollcall [serve]    starts the gateway; without configuration, over three simulated directories
                      (PingOne, Okta, SCIM)
  rollcall doctor     tries every directory and says what is missing; exit code 0 or 1
  rollcall sandbox    starts the simulated PingOne alone (rollcall sandbox --help)
  rollcall keys       API keys of callers: create, list, revoke (rollcall keys --help)
  rollcall ledger     verify and export the record of what was done (rollcall ledger --help)
  rollcall findings   what is wrong, for people and pipelines (rollcall findings --help)
  rollcall export     findings, users or entitlements as a file (rollcall export --help)

  --config FILE    rollcall.yaml with one or several directories
  --host HOST      address to listen on (default 127.0.0.1)
  --port PORT      port to listen on (default 4000)
  --data-dir DIR   where files of the gateway go (default .rollcall)
  --version        prints the version
  --help           prints this

Settings come from the environment too; docs/settings.md lists them.`;

/** What `rollcall doctor --help` prints. */
export const doctorUsage = `rollcall doctor: tries every directory and says what is missing

  rollcall doctor     one line for each check, with what to do where it fails; exit code 0 or 1

  --config FILE    rollcall.yaml with one or several directories; left out: the directory of the environment

Nothing is changed anywhere. docs/errors.md lists the checks and their codes.`;
