import { endRecord, type Layout, zip, zip64Field } from "../../fakes/zip.ts";
import { EVIL, GOOD, type ZipCase } from "./case.ts";

const M = "ARCHIVE_HEADER";
const FORMAT = "ARCHIVE_FORMAT";
const TRAILING = "ARCHIVE_TRAILING";
const CUT = "ARCHIVE_TRUNCATED";
const U = "ARCHIVE_UNSUPPORTED";
const two = [GOOD, { name: "README", content: "read me\n" }];
const of = (layout: Layout) => () => zip(two, layout);
/** An archive of another content, as long as its end record says that it is. */
const other = zip([{ ...EVIL, name: "evil" }]);

/** End records that readers find at different places, or that lie about the directory. */
export const END_CASES: readonly ZipCase[] = [
  ["end-none", "no end record", () => zip(two).subarray(0, -22), CUT],
  ["end-empty-file", "no byte at all", () => Buffer.alloc(0), FORMAT],
  ["end-two", "a second one right behind the first", of({ suffix: endRecord({}) }), M],
  [
    "end-in-comment",
    "the comment is an end record that reaches to the end, too",
    of({ end: { comment: endRecord({ entries: 0 }) } }),
    M,
  ],
  [
    "end-in-comment-short",
    "an end record in the comment, with bytes behind it",
    of({ end: { comment: Buffer.concat([endRecord({}), Buffer.from("!")]) } }),
    TRAILING,
  ],
  [
    "end-signature-ends-comment",
    "the comment ends in the signature of an end record",
    of({ end: { comment: endRecord({}).subarray(0, 4) } }),
    CUT,
  ],
  [
    "end-archive-in-comment",
    "the comment is another archive, whose offsets are right",
    () => {
      const front = zip(two, { end: { commentLength: other.length } });
      const inner = zip([{ ...EVIL, name: "evil" }], { prefix: front });
      return inner;
    },
    M,
  ],
  [
    "end-comment-covers-archive",
    "an end record before the directory takes all behind it for its comment",
    () => {
      const size = zip(two).length;
      return zip(two, {
        beforeDirectory: endRecord({ commentLength: size - zip(two, {}).indexOf("PK\x01\x02") }),
      });
    },
    M,
  ],
  ["end-trailing", "bytes behind the archive", of({ suffix: Buffer.from("x") }), TRAILING],
  ["end-trailing-zeros", "zeros behind the archive", of({ suffix: Buffer.alloc(512) }), TRAILING],
  ["end-trailing-zip", "a whole archive behind the archive", of({ suffix: other }), M],
  ["end-comment-short", "a comment shorter than said", of({ end: { commentLength: 1 } }), CUT],
  [
    "end-comment-long",
    "a comment longer than said",
    of({ end: { comment: Buffer.from("abc"), commentLength: 2 } }),
    TRAILING,
  ],
  ["end-disk", "the second part of several", of({ end: { disk: 1, directoryDisk: 1 } }), U],
  ["end-directory-disk", "a directory in another part", of({ end: { directoryDisk: 1 } }), U],
  ["end-disk-none", "a disk number that is in no wider field", of({ end: { disk: 0xffff } }), U],
  ["end-here", "fewer entries in this part than in all", of({ end: { here: 1 } }), U],
  ["end-entries-less", "an entry that is not counted", of({ end: { entries: 1 } }), M],
  ["end-entries-more", "an entry counted that is not there", of({ end: { entries: 3 } }), M],
  ["end-entries-none", "none counted", of({ end: { entries: 0 } }), M],
  [
    "end-entries-sentinel",
    "a count in a zip64 record that is not there",
    of({ end: { entries: 0xffff } }),
    M,
  ],
  ["end-size-less", "a directory smaller than it is", of({ end: { size: 60 } }), M],
  [
    "end-size-sentinel",
    "a size in a zip64 record that is not there",
    of({ end: { size: 0xffffffff } }),
    M,
  ],
  ["end-offset-less", "a directory that begins earlier", of({ end: { offset: 10 } }), M],
  [
    "end-offset-sentinel",
    "an offset in a zip64 record that is not there",
    of({ end: { offset: 0xffffffff } }),
    M,
  ],
  ["end-empty-archive", "no entry", () => zip([]), "ARCHIVE_EMPTY"],
  [
    "directory-gap-before",
    "bytes between the last entry and the directory",
    of({ beforeDirectory: Buffer.from("hidden") }),
    M,
  ],
  [
    "directory-gap-after",
    "bytes between the directory and the end record",
    of({ afterDirectory: Buffer.from("hidden") }),
    M,
  ],
  [
    "directory-torn",
    "bytes between two entries of the directory",
    () =>
      zip([{ ...GOOD, central: { comment: Buffer.from("PK"), commentLength: 0 } }, { name: "b" }]),
    M,
  ],
  [
    "directory-signature",
    "the digital signature of the directory, which nobody verifies",
    of({ afterDirectory: Buffer.from("PK\x05\x05\x00\x00"), end: { size: 46 * 2 + 10 + 6 } }),
    M,
  ],
  [
    "prefix-stub",
    "a program before the archive",
    of({ prefix: Buffer.from("#!/bin/sh\nexit 0\n") }),
    M,
  ],
  [
    "prefix-stub-unadjusted",
    "a program before an archive whose offsets do not count it",
    () => Buffer.concat([Buffer.from("#!/bin/sh\n"), zip(two)]),
    M,
  ],
  ["prefix-zip", "another archive before the archive", of({ prefix: other }), M],
  [
    "html",
    "a page instead of an archive",
    () => Buffer.from("<!doctype html><title>404</title>"),
    FORMAT,
  ],
];

const wide = (fields: Layout["zip64"] = {}, end: Layout["end"] = {}) =>
  of({
    zip64: fields,
    end: { entries: 0xffff, here: 0xffff, size: 0xffffffff, offset: 0xffffffff, ...end },
  });

/** zip64 records that lie. */
export const ZIP64_CASES: readonly ZipCase[] = [
  ["zip64-end-differs-entries", "two counts", wide({}, { entries: 1, here: 1 }), M],
  ["zip64-end-differs-size", "two sizes of the directory", wide({}, { size: 7 }), M],
  ["zip64-end-differs-offset", "two offsets of the directory", wide({}, { offset: 0 }), M],
  ["zip64-entries-less", "an entry that is not counted", wide({ entries: 1, here: 1 }), M],
  ["zip64-entries-huge", "more entries than a number holds", wide({ entries: -1, here: -1 }), M],
  ["zip64-entries-many", "ten billion entries", wide({ entries: 1e10, here: 1e10 }), M],
  ["zip64-offset-less", "a directory that begins earlier", wide({ offset: 3 }), M],
  ["zip64-here", "fewer entries in this part", wide({ here: 1 }), U],
  ["zip64-disk", "another part", wide({ disk: 1 }), U],
  ["zip64-directory-disk", "a directory in another part", wide({ directoryDisk: 1 }), U],
  ["zip64-locator-disk", "a record in another part", wide({ locatorDisk: 1 }), U],
  ["zip64-disks", "two parts", wide({ disks: 2 }), U],
  ["zip64-no-disks", "no part", wide({ disks: 0 }), U],
  ["zip64-locator-lies", "a record elsewhere", wide({ locatorOffset: 0 }), M],
  ["zip64-locator-huge", "a record behind the end", wide({ locatorOffset: 2 ** 40 }), M],
  ["zip64-record-size", "a record of another size", wide({ recordSize: 45 }), M],
  ["zip64-record-size-zero", "a record without size", wide({ recordSize: 0 }), M],
  ["zip64-record-extra", "bytes hidden in the record", wide({ extra: Buffer.from("hidden") }), M],
  [
    "zip64-gap",
    "bytes between the locator and the end record, so that some readers see no zip64",
    of({ zip64: {}, beforeEnd: Buffer.from("hidden") }),
    M,
  ],
  [
    "zip64-other-directory",
    "a directory for readers of zip64, and another for the rest",
    () => zip([GOOD], { zip64: { offset: 0, size: zip([GOOD]).length - 22 } }),
    M,
  ],
  [
    "zip64-field-size-lies",
    "a size that only the zip64 field has, and another",
    () => zip([{ ...GOOD, central: { size: 0xffffffff, extra: zip64Field(7) } }]),
    M,
  ],
  [
    "zip64-field-extra-number",
    "a number before the one that is needed",
    () => zip([{ ...GOOD, central: { compressedSize: 0xffffffff, extra: zip64Field(27, 29) } }]),
    M,
  ],
  [
    "zip64-field-missing",
    "a size in a field that is not there",
    () => zip([{ ...GOOD, central: { size: 0xffffffff } }]),
    M,
  ],
  [
    "zip64-field-short",
    "a field of seven bytes",
    () => zip([{ ...GOOD, central: { size: 0xffffffff, extra: zip64Field(27).subarray(0, -1) } }]),
    M,
  ],
  [
    "zip64-field-twice",
    "two fields",
    () =>
      zip([
        {
          ...GOOD,
          central: { size: 0xffffffff, extra: Buffer.concat([zip64Field(27), zip64Field(7)]) },
        },
      ]),
    M,
  ],
  [
    "zip64-field-differs",
    "a field that contradicts a header which needs none",
    () => zip([{ ...GOOD, central: { extra: zip64Field(7) } }]),
    M,
  ],
  [
    "zip64-field-offset-lies",
    "an offset that leads elsewhere",
    () => zip([GOOD, { name: "b", central: { offset: 0xffffffff, extra: zip64Field(0) } }]),
    M,
  ],
  [
    "zip64-field-disk",
    "an entry in another part by its field",
    () =>
      zip([
        {
          ...GOOD,
          central: {
            offset: 0xffffffff,
            extra: Buffer.concat([
              Buffer.from([1, 0, 12, 0]),
              Buffer.alloc(8),
              Buffer.from([1, 0, 0, 0]),
            ]),
          },
        },
      ]),
    M,
  ],
  [
    "zip64-local-lies",
    "a local header whose field says another size",
    () =>
      zip([
        {
          ...GOOD,
          local: { size: 0xffffffff, compressedSize: 0xffffffff, extra: zip64Field(7, 7) },
        },
      ]),
    M,
  ],
  [
    "zip64-huge-size",
    "a size that no file has",
    () => zip([{ ...GOOD, central: { size: 0xffffffff, extra: zip64Field(2 ** 60) } }]),
    M,
  ],
];
