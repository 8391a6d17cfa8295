import { parentPort } from "node:worker_threads";
import { type HashedFile, hashListed } from "./hash-listed.ts";

/** Files to digest, in order. */
export type HashTask = readonly (string | Uint8Array)[];

/** What a thread says: how many bytes of a large file it has read since it last said so, or all that it found of a task. */
export type HashAnswer = number | readonly HashedFile[];

// All that such a thread does; `hash-files.ts` starts it, and tells it what by messages.
parentPort?.on("message", (task: HashTask) => {
  const say = (answer: HashAnswer): void => parentPort?.postMessage(answer);
  say(task.map((at) => hashListed(typeof at === "string" ? at : Buffer.from(at), say)));
});
