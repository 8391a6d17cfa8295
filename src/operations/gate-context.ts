import type { Root } from "../io/root.ts";
import type { ChangeHistory } from "./change-history.ts";
import type { ChosenBase } from "./chosen-base.ts";
import type { CollectedApprovals } from "./collect-approvals.ts";
import type { JudgingPolicy } from "./judging-policy.ts";
import type { StatementTrust } from "./statement-trust.ts";

/** What every part of a gate needs: where it is, what it compares, and who judges. */
export interface GateContext {
  /** `change`: what differs from the base is judged. `release`: every lock has to be signed. */
  readonly mode: "change" | "release";
  readonly gitTop: string;
  /** The policy's folder. */
  readonly root: Root;
  /** Of that folder within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  readonly chosen: ChosenBase;
  readonly history: ChangeHistory;
  readonly judge: JudgingPolicy;
  readonly trust: StatementTrust;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Reads and verifies the approvals of the change, once however often it is asked. @throws Refusal see `collectApprovals`. */
  readonly collect: () => Promise<CollectedApprovals>;
  /** Is told which lock is next, and of how many. */
  readonly onLock: (path: string, number: number, total: number) => void;
}
