import { readFileSync } from "node:fs";

/** Tells whether this machine is one of Google's cloud, by what its firmware says; asks nobody. */
export function isGoogleCloud(): boolean {
  try {
    return readFileSync("/sys/class/dmi/id/product_name", "utf8").startsWith("Google");
  } catch {
    // Not Linux, or no firmware that says anything.
    return false;
  }
}
