import { expect, test } from "vitest";
import { suiteCases, verifyCase } from "./bundles.ts";

test("a timestamp of the wrong time is refused for its time, without line ends in its base64", async () => {
  const one = suiteCases().find(({ name }) => name === "rekor2-timestamp-with-incorrect-time_fail");
  if (one === undefined) throw new RangeError("expected the case, found none of its name");
  const text = Buffer.from(one.bundle).toString();
  const straight = text.replace(/"signedTimestamp":\s*"[^"]*"/, (field) =>
    field.replaceAll(/\\[nr]/g, ""),
  );
  expect(straight).not.toBe(text);
  expect(await verifyCase(one, { bundle: Buffer.from(straight) })).toMatch(
    /^(?:TIMESTAMP_|CERTIFICATE_NOT_VALID)/,
  );
});
