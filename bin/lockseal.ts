#!/usr/bin/env node
// Up to the import, this file must parse and run on every Node that knows modules: an old one gets a sentence
// and no stack. Hence no top-level await, and nothing imported above the check.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

// As `engines` in package.json has it: 25 is maintained no longer than 24, and nothing here was tried with it.
if (major < 24 || (major === 24 && minor < 15) || major === 25) {
  process.stderr.write(
    `lockseal: error: node: expected 24.15 or a later 24, or 26 or later, found ${process.versions.node}\n`,
  );
  process.exitCode = 2;
} else {
  void import("../src/cli/main.ts").then(async ({ main }) => {
    const { env } = process;
    const guarded = new Set<NodeJS.WriteStream>();
    let isLost = false;
    /** A reader that stops (`| head -1`) is no failure; a full disk is one, but neither is worth a stack. */
    const guard = (stream: NodeJS.WriteStream): NodeJS.WriteStream => {
      if (guarded.has(stream)) return stream;
      guarded.add(stream);
      return stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EPIPE") return;
        isLost = true;
        process.exitCode = 5;
      });
    };
    const io = {
      // Opening a stream costs milliseconds, and few verbs read one.
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return guard(process.stdout);
      },
      get stderr() {
        return guard(process.stderr);
      },
      env,
      cwd: process.cwd(),
      now: () => new Date(),
    };
    const exitCode = await main(process.argv.slice(2), io);
    process.exitCode = isLost ? 5 : exitCode;
  });
}
