import { expect, test } from "vitest";
import {
  type ArchiveFormat,
  describeStart,
  formatOfName,
  nameUnpacked,
} from "../../src/archive/format.ts";

test.each<[name: string, format: ArchiveFormat]>([
  ["trivy_0.1_Linux-64bit.tar.gz", { content: "tar", compression: "gzip" }],
  ["biome-1.0.0.TGZ", { content: "tar", compression: "gzip" }],
  ["node.tar.xz", { content: "tar", compression: "xz" }],
  ["x.txz", { content: "tar", compression: "xz" }],
  ["uv.tar.zst", { content: "tar", compression: "zstd" }],
  ["x.tzst", { content: "tar", compression: "zstd" }],
  ["x.tar", { content: "tar", compression: "none" }],
  ["trivy_windows.zip", { content: "zip" }],
  ["tool-linux.gz", { content: "file", compression: "gzip" }],
  ["tool.zst", { content: "file", compression: "zstd" }],
  ["tool.xz", { content: "file", compression: "xz" }],
  ["jq-linux-amd64", { content: "file", compression: "none" }],
  ["tool.exe", { content: "file", compression: "none" }],
  ["tool.tar.bz2", { content: "file", compression: "a format that nothing here reads" }],
  ["tool.7z", { content: "file", compression: "a format that nothing here reads" }],
  ["tool.deb", { content: "file", compression: "a format that nothing here reads" }],
  ["tool_0.71.0", { content: "file", compression: "none" }],
  ["targz", { content: "file", compression: "none" }],
])("%s is packed as its name says", (name, format) => {
  expect(formatOfName(name)).toEqual(format);
});

test.each([
  ["tool-linux.gz", "tool-linux"],
  ["tool.ZST", "tool"],
  ["tool.exe", "tool.exe"],
])("%s is called %s once it is unpacked", (name, unpacked) => {
  expect(nameUnpacked(name)).toBe(unpacked);
});

test.each<[bytes: Uint8Array, what: string]>([
  [Buffer.alloc(0), "nothing"],
  [Buffer.from([0x1f, 0x8b, 8]), "gzip data"],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), "zstd data"],
  [Buffer.from("\xfd7zXZ\0", "latin1"), "xz data"],
  [Buffer.from("PK\x03\x04"), "a zip archive"],
  [Buffer.from("<!DOCTYPE html>"), "a web page"],
  [Buffer.from(`${"\0".repeat(257)}ustar`), "a tar archive"],
  [Buffer.from("\x7fELF\x02"), "a program"],
  [Buffer.from('{"message":"Not Found"}'), "JSON"],
  [Buffer.from("hello"), "something else"],
])("bytes that begin so are %#: %s", (bytes, what) => {
  expect(describeStart(bytes)).toBe(what);
});
