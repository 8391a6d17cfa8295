import { deflateRawSync, gzipSync } from "node:zlib";
import { END, entry, HIDDEN, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const PLAIN = tar(TRIVY);
const PACKED = gzipSync(PLAIN);

function changed(at: number, by: number): Buffer {
  const bytes = Buffer.from(PACKED);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ by;
  return bytes;
}

/** What stands around the archive: its end, and its compression. */
export const STREAM: readonly Case[] = [
  [
    "eof-hidden-archive",
    "another archive after the end",
    () => Buffer.concat([PLAIN, tar(HIDDEN)]),
    "R",
  ],
  [
    "eof-hidden-far",
    "another archive far after the end",
    () => Buffer.concat([PLAIN, Buffer.alloc(1_000_000 - (1_000_000 % 512)), tar(HIDDEN)]),
    "R",
  ],
  [
    "eof-hidden-packed",
    "the same, packed",
    () => gzipSync(Buffer.concat([PLAIN, tar(HIDDEN)])),
    "R",
  ],
  [
    "eof-lone-zero-block",
    "one block of zeros, and more",
    () => Buffer.concat([TRIVY, Buffer.alloc(512), HIDDEN, END]),
    "R",
  ],
  [
    "eof-lone-zero-first",
    "one block of zeros first",
    () => Buffer.concat([Buffer.alloc(512), TRIVY, END]),
    "R",
  ],
  ["eof-zeros-first", "the end first", () => Buffer.concat([END, TRIVY, END]), "R"],
  ["empty-file", "no byte", () => Buffer.alloc(0), "R"],
  ["empty-gzip", "no byte, packed", () => gzipSync(""), "R"],
  ["not-a-tar", "something else", () => Buffer.from("hello world\n".repeat(200)), "R"],
  ["not-a-tar-packed", "something else, packed", () => gzipSync("hello world\n".repeat(200)), "R"],
  [
    "html-not-gzip",
    "a web page",
    () => Buffer.from(`<!DOCTYPE html>${"<p>not found</p>".repeat(100)}`),
    "R",
  ],
  ["double-gzip", "packed twice", () => gzipSync(PACKED), "R"],
  ["zip-not-tar", "a zip", () => Buffer.from("PK\x03\x04".padEnd(2048, "\0"), "latin1"), "R"],
  [
    "gzip-second-member-hidden",
    "an archive in each member",
    () => Buffer.concat([PACKED, gzipSync(tar(HIDDEN))]),
    "R",
  ],
  [
    "gzip-second-member-tail",
    "more entries after the end, in the second member",
    () => Buffer.concat([PACKED, gzipSync(HIDDEN)]),
    "R",
  ],
  [
    "gzip-second-member-junk",
    "text in the second member",
    () => Buffer.concat([PACKED, gzipSync("hidden")]),
    "R",
  ],
  [
    "gzip-second-member-broken",
    "a damaged second member",
    () => Buffer.concat([PACKED, changed(-8, 1)]),
    "R",
  ],
  ["gzip-bad-crc", "a wrong checksum", () => changed(-8, 1), "R"],
  ["gzip-bad-isize", "a wrong length", () => changed(-1, 1), "R"],
  ["gzip-truncated", "cut in the data", () => PACKED.subarray(0, PACKED.length - 20), "R"],
  ["gzip-truncated-trailer", "cut in the trailer", () => PACKED.subarray(0, -3), "R"],
  ["gzip-no-trailer", "no trailer", () => PACKED.subarray(0, -8), "R"],
  ["gzip-truncated-header", "cut in the header", () => PACKED.subarray(0, 5), "R"],
  [
    "gzip-bad-data",
    "damaged data",
    () => Buffer.concat([PACKED.subarray(0, 10), Buffer.alloc(100, 7)]),
    "R",
  ],
  ["gzip-method", "another method", () => changed(2, 1), "R"],
  [
    "gzip-header-crc",
    "a wrong checksum of the header",
    () =>
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3, 0, 0]), PACKED.subarray(10)]),
    "R",
  ],
  [
    "gzip-zeros-then-member",
    "zeros, and a second member",
    () => Buffer.concat([PACKED, Buffer.alloc(512), gzipSync(tar(HIDDEN))]),
    "R",
  ],
  [
    "gzip-tiny-members",
    "thousands of members",
    () => Buffer.concat([PACKED, ...Array.from({ length: 3000 }, () => gzipSync(""))]),
    "R",
  ],
  [
    "eof-trailing-garbage",
    "text after the end",
    () => Buffer.concat([PLAIN, Buffer.from("garbage".padEnd(512, "x"))]),
    "r",
  ],
  [
    "eof-partial-block",
    "a part of a block after the end",
    () => Buffer.concat([PLAIN, Buffer.alloc(100)]),
    "r",
  ],
  ["empty-archive", "an archive of nothing", () => END, "r"],
  ["empty-archive-packed", "an archive of nothing, packed", () => gzipSync(END), "r"],
  [
    "gzip-trailing-garbage",
    "text after the data",
    () => Buffer.concat([PACKED, Buffer.from("garbage")]),
    "r",
  ],
  [
    "gzip-trailing-raw",
    "deflated data after the data",
    () => Buffer.concat([PACKED, deflateRawSync("x")]),
    "r",
  ],
  ["gzip-reserved-flags", "a reserved flag", () => changed(3, 0x20), "r"],
  ["eof-missing", "no end", () => TRIVY, "E"],
  ["eof-missing-packed", "no end, packed", () => gzipSync(TRIVY), "E"],
  ["eof-one-block", "half an end", () => Buffer.concat([TRIVY, Buffer.alloc(512)]), "E"],
  [
    "gzip-trailing-zeros",
    "zeros after the data",
    () => Buffer.concat([PACKED, Buffer.alloc(512)]),
    "E",
  ],
  [
    "tar-truncated-boundary",
    "cut between entries",
    () => tar(TRIVY, entry("b", "b")).subarray(0, 1024),
    "E",
  ],
];
