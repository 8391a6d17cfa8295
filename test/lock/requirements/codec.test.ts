import { describe, expect, test } from "vitest";
import { findCodec } from "../../../src/lock/requirements/codec.ts";

describe("findCodec", () => {
  // Python 3.11: codecs.lookup(name)
  test.each([
    ["case and punctuation do not count", "UTF--8", "utf_8"],
    ["an alias", "u8", "utf_8"],
    ["an alias with a dot", "ANSI_X3.4-1968", "ascii"],
    ["IANA's name", "ISO_8859-1:1987", "latin_1"],
    ["a dot that no alias has", "utf.8", "unknown"],
    ["a codec of another script", "koi8-r", "unsupported"],
    ["a codec that makes bytes of bytes", "base64", "not text"],
    ["a codec of Windows alone", "mbcs", "unknown"],
    ["nothing", "", "unknown"],
  ])("%s", (_why, name, expected) => {
    expect(findCodec(name)).toBe(expected);
  });
});
