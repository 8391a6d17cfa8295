import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatPage } from "../src/explain/format-page.ts";

// Writes docs/rules.md anew, from the same texts that `lockseal explain` prints.
writeFileSync(join(import.meta.dirname, "../docs/rules.md"), formatPage());
