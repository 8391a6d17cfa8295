import { parentPort } from "node:worker_threads";
import { THREAD_READY } from "../io/ask-thread.ts";
import { answerComparison, type Comparison } from "./answer-comparison.ts";

// All that such a thread does; `compare-beside.ts` starts it, and does the same itself where it gives no answer.
parentPort?.on("message", (question: Comparison) => {
  parentPort?.postMessage(answerComparison(question));
});
parentPort?.postMessage(THREAD_READY);
