import { createHash } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import {
  contentOfBytes,
  digestOfContent,
  hashAll,
  holdContent,
  type SignedContent,
} from "../../src/bytes/signed-content.ts";
import { refusalOf } from "../fakes/refusal.ts";

const contentOf = (pieces: readonly Uint8Array[]): SignedContent => ({
  digests: (algorithms) => hashAll(pieces, algorithms),
  chunks: () => pieces,
});

test.prop([fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 })])(
  "holds and hashes pieces as the bytes they make up",
  (pieces) => {
    const whole = Buffer.concat(pieces);
    const content = contentOf(pieces);
    expect(Buffer.from(holdContent(content, whole.length, "it"))).toEqual(whole);
    expect(digestOfContent(content, "sha512")).toEqual(createHash("sha512").update(whole).digest());
    if (whole.length > 0)
      expect(refusalOf(() => holdContent(content, whole.length - 1, "it"))).toMatchObject({
        code: "INPUT_TOO_LARGE",
      });
  },
);

test("does not keep a piece that its maker writes over", () => {
  const piece = Buffer.from("   ");
  function* chunks() {
    piece.write("one");
    yield piece;
    piece.write("two");
    yield piece;
  }
  const content = { digests: () => new Map(), chunks };
  expect(Buffer.from(holdContent(content, 10, "it")).toString()).toBe("onetwo");
});

test("content that gives no digest is its maker's mistake", () => {
  const content = { ...contentOfBytes(Buffer.of(1)), digests: () => new Map() };
  expect(() => digestOfContent(content, "sha256")).toThrow(RangeError);
});
