import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { entry, folder, pax, TRIVY, tar } from "../make-tar.ts";
import type { Case } from "./case.ts";

const MiB = 1024 * 1024;
const many = (count: number, make: (index: number) => Buffer) =>
  gzipSync(tar(...Array.from({ length: count }, (_, index) => make(index))), { level: 1 });

/** Archives that ask for more than anybody wants to give. */
export const BOMB: readonly Case[] = [
  [
    "ratio-over",
    "zeros, as tight as can be",
    () => gzipSync(tar(entry("trivy", Buffer.alloc(24 * MiB))), { level: 9 }),
    "R",
  ],
  [
    "ratio-under",
    "zeros with some noise",
    () =>
      gzipSync(tar(entry("noise", randomBytes(50_000)), entry("trivy", Buffer.alloc(24 * MiB))), {
        level: 9,
      }),
    "R",
  ],
  [
    "ratio-padding",
    "zeros after the end",
    () => gzipSync(Buffer.concat([tar(TRIVY), Buffer.alloc(24 * MiB)]), { level: 9 }),
    "R",
  ],
  ["entries", "many files", () => many(12_000, (index) => entry(`f${index}`)), "R"],
  ["dirs", "many folders", () => many(12_000, (index) => folder(`d${index}/`)), "R"],
  ["dirs-repeated", "one folder many times", () => many(12_000, () => folder("d/")), "R"],
  [
    "headers",
    "many headers for one file",
    () => many(12_000, () => pax([["comment", "x"]], "g")),
    "R",
  ],
  ["overwrite", "one file many times", () => many(3000, () => entry("trivy", "x")), "R"],
  [
    "size-lie",
    "a file of two terabytes",
    () => tar(TRIVY, entry("x", "", { size: 0o77777777777 })),
    "R",
  ],
];
