import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import type { Statement } from "../statement.ts";
import {
  PROVENANCE_IN_TOTO_V01,
  PROVENANCE_TYPES,
  PROVENANCE_V1,
  PROVENANCE_V01,
  PROVENANCE_V02,
  type Provenance,
} from "./provenance.ts";
import { readV01, readV02 } from "./v0.ts";
import { readV1 } from "./v1.ts";

/**
 * Reads the provenance that a statement claims, whatever the version of the statement is. Ignores unknown fields, as in-toto
 * demands; what a build type's own parameters may hold is judged elsewhere. Does not ask who signed it.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — no provenance, or a version that is not known: it is no evidence.
 * @throws Refusal `PROVENANCE_MALFORMED` — a field is missing or of another type than its version has.
 */
export function readProvenance(statement: Statement): Provenance {
  const { predicateType, predicate = {} } = statement;
  const read = READERS.get(predicateType);
  if (read !== undefined) return read(predicate);
  throw new Refusal(
    "PREDICATE_TYPE_UNSUPPORTED",
    `statement: expected provenance, ${PROVENANCE_TYPES.join(" or ")}, found ${quote(predicateType)}`,
    { expected: PROVENANCE_V1, found: predicateType.slice(0, 256) },
  );
}

const READERS = new Map([
  [PROVENANCE_V1, readV1],
  [PROVENANCE_V02, readV02],
  [PROVENANCE_V01, readV01],
  [PROVENANCE_IN_TOTO_V01, readV01],
]);
