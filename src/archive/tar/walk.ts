import { createHash, type Hash } from "node:crypto";
import { refuseFormat } from "../format.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import type { ArchivePlan } from "../plan.ts";
import type { ApprovedEntry, EntryHeader, PlanBuilder } from "../plan-builder.ts";
import { BLOCK, type HeaderBlock, hasMagic, isHeader, parseHeaderBlock } from "./block.ts";
import {
  type Description,
  describeEntry,
  describeNext,
  isMetaType,
  type MetaType,
} from "./description.ts";

/** Takes what the walk approves, in the order of the archive: together the bytes of the archive up to its end. */
export interface TarSink {
  /** @param headers the entry's header, and those before it that describe it or all entries after it. */
  entry(header: EntryHeader, headers: Uint8Array): void;
  /** Content and what fills its last block, as it comes; kept by nobody after the call. */
  body(bytes: Uint8Array): void;
}

/** Walks through a tar, piece by piece. */
export interface TarWalk {
  /**
   * Takes the next piece, however it is cut.
   * @throws Refusal `ARCHIVE_FORMAT` — the very first block is no header.
   * @throws Refusal `ARCHIVE_HEADER`, `ARCHIVE_TYPE`, `ARCHIVE_TRAILING`, and those of the plan builder.
   */
  push(chunk: Uint8Array): void;
  /**
   * Ends the archive and gives its plan.
   * @throws Refusal `ARCHIVE_TRUNCATED` — it lacks the two blocks of zeros that end every tar.
   * @throws Refusal of the plan builder's end.
   */
  end(): ArchivePlan;
}

export interface TarWalkOptions {
  /** Names the archive in refusals. */
  readonly archive: string;
  readonly builder: PlanBuilder;
  readonly sink: TarSink;
}

/** Extended attributes may be large; nobody needs a megabyte of them, and each is held whole. */
const MAX_META_BYTES = 1024 * 1024;
const ZEROS = Buffer.alloc(64 * 1024);

/** A part of the archive that is taken in one way. */
type State =
  | { readonly part: "header" }
  | { readonly part: "meta"; readonly type: MetaType; readonly size: number; readonly at: number }
  | { readonly part: "body"; readonly entry: ApprovedEntry; readonly hash: Hash }
  | { readonly part: "filler" }
  | { readonly part: "zeros" };

/**
 * Begins to walk through a tar that is strict where readers differ: see `parseHeaderBlock`, `parsePax`, `describeEntry`.
 * Content is digested as it passes and never held.
 */
export function createTarWalk({ archive, builder, sink }: TarWalkOptions): TarWalk {
  let state: State = { part: "header" };
  /** Bytes still to come in a body or its filler. */
  let remaining = 0;
  /** What the walk holds until it is whole: a header, or a describing body. */
  let held = Buffer.alloc(BLOCK);
  let heldBytes = 0;
  /** Of the first byte that was not taken yet. */
  let offset = 0;
  let description: Description = {};
  let descriptionAt = 0;
  let pending: Uint8Array[] = [];
  let zeroBlocks = 0;
  let isFirst = true;

  const placeAt = (at: number, entry = ""): EntryPlace => ({ archive, entry, at });

  /** Collects a part that is looked at whole; gives how much of the chunk belongs to it. */
  function hold(chunk: Uint8Array): number {
    const taken = Math.min(held.length - heldBytes, chunk.length);
    held.set(chunk.subarray(0, taken), heldBytes);
    heldBytes += taken;
    return taken;
  }

  function startHolding(next: State, bytes: number): void {
    state = next;
    held = Buffer.alloc(bytes);
    heldBytes = 0;
  }

  function takeHeader(block: Buffer, at: number): void {
    if (block.equals(ZEROS.subarray(0, BLOCK))) {
      zeroBlocks += 1;
      if (isDescribed()) throw dangling();
      if (zeroBlocks === 2) state = { part: "zeros" };
      else startHolding({ part: "header" }, BLOCK);
      return;
    }
    if (zeroBlocks === 1)
      throw refuseEntry("ARCHIVE_TRAILING", placeAt(at), "a second block of zeros", "more entries");
    if (isFirst && !isHeader(block) && !hasMagic(block))
      throw refuseFormat(archive, "a tar archive", block);
    isFirst = false;
    builder.countHeader(at);
    const header = parseHeaderBlock(block, placeAt(at));
    pending.push(block);
    if (isMetaType(header.type)) startMeta(header, header.type, at);
    else startEntry(header, at);
  }

  function startMeta(header: HeaderBlock, type: MetaType, at: number): void {
    const { size } = header;
    const refuse = (expected: string, found: string): never => {
      throw refuseEntry("ARCHIVE_HEADER", placeAt(at), expected, found);
    };
    if (header.name.length === 0) refuse("a describing header with a name", "none");
    if (header.linkName.length > 0) refuse("a describing header without a target", "one");
    if (size === 0 || size > MAX_META_BYTES)
      refuse(`a description of 1 to ${MAX_META_BYTES} bytes`, String(size));
    if (!isDescribed()) descriptionAt = at;
    startHolding({ part: "meta", type, size, at }, padded(size));
  }

  function takeMeta(type: MetaType, size: number, at: number): void {
    description = describeNext(description, type, held.subarray(0, size), placeAt(at));
    pending.push(held);
    startHolding({ part: "header" }, BLOCK);
  }

  function startEntry(block: HeaderBlock, at: number): void {
    const header = describeEntry(block, description, placeAt(at));
    const entry = builder.begin(header, at);
    description = {};
    sink.entry(header, Buffer.concat(pending));
    pending = [];
    if (entry.kind !== "file") {
      startHolding({ part: "header" }, BLOCK);
      return;
    }
    state = { part: "body", entry, hash: createHash("sha256") };
    remaining = entry.size;
    if (remaining === 0) endBody(entry, state.hash);
  }

  function takeBody(chunk: Uint8Array, entry: ApprovedEntry, hash: Hash): number {
    const bytes = chunk.subarray(0, remaining);
    hash.update(bytes);
    sink.body(bytes);
    remaining -= bytes.length;
    if (remaining === 0) endBody(entry, hash);
    return bytes.length;
  }

  function endBody(entry: ApprovedEntry, hash: Hash): void {
    builder.endFile(entry, hash.digest("hex"));
    remaining = padded(entry.size) - entry.size;
    if (remaining === 0) startHolding({ part: "header" }, BLOCK);
    else state = { part: "filler" };
  }

  function takeFiller(chunk: Uint8Array): number {
    const bytes = chunk.subarray(0, remaining);
    sink.body(bytes);
    remaining -= bytes.length;
    if (remaining === 0) startHolding({ part: "header" }, BLOCK);
    return bytes.length;
  }

  function takeZeros(chunk: Buffer): number {
    const bytes = chunk.subarray(0, ZEROS.length);
    if (bytes.equals(ZEROS.subarray(0, bytes.length))) return bytes.length;
    const at = offset + bytes.findIndex((byte) => byte !== 0);
    throw refuseEntry("ARCHIVE_TRAILING", placeAt(at), "only zeros after the end", "bytes");
  }

  /** Takes from a chunk what belongs to the part at hand. */
  function take(chunk: Buffer): number {
    switch (state.part) {
      case "body":
        return takeBody(chunk, state.entry, state.hash);
      case "filler":
        return takeFiller(chunk);
      case "zeros":
        return takeZeros(chunk);
      case "header":
      case "meta": {
        const taken = hold(chunk);
        if (heldBytes < held.length) return taken;
        if (state.part === "meta") takeMeta(state.type, state.size, state.at);
        else takeHeader(held, offset + taken - BLOCK);
        return taken;
      }
    }
  }

  const isDescribed = (): boolean => Object.keys(description).length > 0;
  const dangling = () =>
    refuseEntry("ARCHIVE_HEADER", placeAt(descriptionAt), "an entry after its description", "none");

  return {
    push(chunk) {
      let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      while (rest.length > 0) {
        const taken = take(rest);
        offset += taken;
        rest = rest.subarray(taken);
      }
    },
    end() {
      if (isFirst && zeroBlocks === 0)
        throw refuseFormat(archive, "a tar archive", held.subarray(0, heldBytes));
      if (state.part === "body")
        throw refuseEntry(
          "ARCHIVE_TRUNCATED",
          placeAt(offset, state.entry.path),
          `${remaining} bytes more`,
          "the end",
        );
      if (state.part !== "zeros")
        throw refuseEntry("ARCHIVE_TRUNCATED", placeAt(offset), "two blocks of zeros", "the end");
      if (offset % BLOCK !== 0)
        throw refuseEntry("ARCHIVE_TRAILING", placeAt(offset), "whole blocks", "a part of one");
      return builder.finish();
    },
  };
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
