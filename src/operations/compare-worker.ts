import { parentPort } from "node:worker_threads";
import { answerComparison, type Comparison } from "./answer-comparison.ts";

// All that such a thread does; `compare-beside.ts` starts it, and does the same itself where it gives no answer.
parentPort?.on("message", (question: Comparison) => {
  parentPort?.postMessage(answerComparison(question));
});
