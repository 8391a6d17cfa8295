import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { type FileToHash, hashFiles } from "../../src/io/hash-files.ts";
import type { HashedFile } from "../../src/io/hash-listed.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";

function write(count: number): { folder: Folder; files: FileToHash[] } {
  const folder = new Folder();
  const files = Array.from({ length: count }, (_, at) => {
    folder.write(`${at}`, `the file ${at}`);
    return { at: folder.at(`${at}`), size: `the file ${at}`.length };
  });
  return { folder, files };
}

async function hashAll(
  files: readonly (FileToHash | undefined)[],
  threads: number | undefined,
): Promise<readonly string[]> {
  const found = new Map<FileToHash, HashedFile>();
  await hashFiles(files.values(), {
    threads,
    onHashed: (file, hashed) => {
      expect(found.has(file)).toBe(false);
      found.set(file, hashed);
    },
  });
  return files.flatMap((file) => {
    const hashed = file && found.get(file);
    return hashed === undefined ? [] : ["sha256" in hashed ? hashed.sha256 : hashed.unread];
  });
}

const digests = (count: number) =>
  Array.from({ length: count }, (_, at) => sha256(`the file ${at}`));

test.each([
  ["none", 0, undefined],
  ["none, by a thread", 0, 1],
  ["one", 1, undefined],
  ["one, by more threads than files", 1, 3],
  ["few", 100, undefined],
  ["many, which threads are started for", 1000, undefined],
  ["many by one thread", 1000, 1],
  ["many by three", 1000, 3],
])("digests each file once: %s", async (_why, count, threads) => {
  expect(await hashAll(write(count).files, threads)).toEqual(digests(count));
});

test("waits for files that are still being listed", async () => {
  const { files } = write(600);
  const nothing = Array.from({ length: 5000 }, () => undefined);
  const listed = [...nothing, ...files.slice(0, 300), ...nothing, ...files.slice(300), ...nothing];
  expect(await hashAll(listed, undefined)).toEqual(digests(600));
  expect(await hashAll(listed, 2)).toEqual(digests(600));
});

test("takes no more files than threads are free for", async () => {
  const { files } = write(5000);
  let [taken, done, most] = [0, 0, 0];
  const listed = (function* (): Generator<FileToHash> {
    for (const file of files) {
      taken += 1;
      most = Math.max(most, taken - done);
      yield file;
    }
  })();
  await hashFiles(listed, {
    threads: 2,
    onHashed: () => {
      done += 1;
    },
  });
  expect(done).toBe(5000);
  // Two threads with two messages each of 64 files.
  expect(most).toBeLessThanOrEqual(4 * 64);
});

test("tells as many bytes as were listed, of a large file while it is read", async () => {
  const folder = new Folder().write("large", Buffer.alloc(200 * 1024 * 1024)).write("small", "x");
  const told: number[] = [];
  const files = [
    { at: folder.at("large"), size: 200 * 1024 * 1024 },
    { at: folder.at("small"), size: 1 },
  ];
  await hashFiles(files.values(), {
    threads: 1,
    onHashed: () => {},
    onBytes: (bytes) => told.push(bytes),
  });
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(200 * 1024 * 1024 + 1);
});

const CODE = `const { parentPort } = require("node:worker_threads");`;

test.each<[why: string, code: string, message: RegExp]>([
  ["throws", `${CODE} parentPort.on("message", () => { throw new Error("boom"); })`, /boom/],
  ["exits", `${CODE} parentPort.on("message", () => process.exit(3))`, /ended with 3/],
  ["does not start", "throw new Error('no start')", /no start/],
  ["ends at once", "", /ended with 0/],
  [
    "leaves a file out",
    `${CODE} parentPort.on("message", () => parentPort.postMessage([]))`,
    /left one out/,
  ],
  [
    "runs out of memory",
    `${CODE} parentPort.on("message", () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); })`,
    /memory/,
  ],
])("ends with an error where a thread %s, and leaves none behind", async (_why, code, message) => {
  const started: Worker[] = [];
  const start = () => {
    const thread = new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
    started.push(thread);
    return thread;
  };
  const { files } = write(10);
  const hashing = hashFiles(files.values(), { threads: 2, start, onHashed: () => {} });
  await expect(hashing).rejects.toThrow(message);
  for (const thread of started) expect(thread.threadId).toBe(-1);
});

test.each([undefined, 2])("is ended by its signal: threads %s", async (threads) => {
  const { files } = write(2000);
  const controller = new AbortController();
  let done = 0;
  const hashing = hashFiles(files.values(), {
    threads,
    signal: controller.signal,
    onHashed: () => {
      done += 1;
      controller.abort(new Error("enough"));
    },
  });
  await expect(hashing).rejects.toThrow("enough");
  expect(done).toBeLessThan(2000);
});

test.each([undefined, 2])(
  "lets go of the listing where it ends early: threads %s",
  async (threads) => {
    const { files } = write(100);
    let isClosed = false;
    const listing = (function* (): Generator<FileToHash> {
      try {
        yield* files;
        for (;;) yield* files;
      } finally {
        isClosed = true;
      }
    })();
    const onHashed = () => {
      throw new Error("not mine");
    };
    await expect(hashFiles(listing, { threads, onHashed })).rejects.toThrow("not mine");
    expect(isClosed).toBe(true);
  },
);

test.each([undefined, 2])("ends with what its caller throws: threads %s", async (threads) => {
  const { files } = write(100);
  const onHashed = () => {
    throw new Error("not mine");
  };
  await expect(hashFiles(files.values(), { threads, onHashed })).rejects.toThrow("not mine");
  const listing = (function* (): Generator<FileToHash> {
    yield* files;
    throw new Error("no more");
  })();
  await expect(hashFiles(listing, { threads, onHashed: () => {} })).rejects.toThrow("no more");
});
