import { parentPort } from "node:worker_threads";
import { THREAD_READY } from "../io/ask-thread.ts";
import { answerQuestion } from "../policy/cel/evaluate.ts";
import type { RuleQuestion } from "../policy/rule-question.ts";

// All that such a thread does; `evaluate-rules.ts` starts it, and ends it where it takes too long.
parentPort?.on("message", (question: RuleQuestion) => {
  parentPort?.postMessage(answerQuestion(question));
});
parentPort?.postMessage(THREAD_READY);
