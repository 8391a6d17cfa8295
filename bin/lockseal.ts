#!/usr/bin/env node
// Up to the import, this file must parse and run on every Node that knows modules: an old one gets a sentence
// and no stack. Hence no top-level await, and nothing imported above the check.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write(
    `lockseal: error: node: expected 24.15 or newer, found ${process.versions.node}\n`,
  );
  process.exitCode = 2;
} else {
  void import("../src/cli/main.ts").then(async ({ main }) => {
    const { env } = process;
    const io = {
      // Opening a stream costs milliseconds, and few verbs read one.
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return process.stdout;
      },
      get stderr() {
        return process.stderr;
      },
      env,
      cwd: process.cwd(),
      now: () => new Date(),
    };
    process.exitCode = await main(process.argv.slice(2), io);
  });
}
