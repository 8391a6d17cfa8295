import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { asInteger, below } from "../../bytes/json-shape.ts";
import type { Statement } from "../statement.ts";
import {
  asFields,
  asText,
  asTimestamp,
  asUri,
  malformed,
  openPredicate,
  optional,
  optionalDescriptor,
  optionalList,
  type ResourceDescriptor,
  readDescriptor,
} from "./field-types.ts";

export const RUNTIME_TRACE_V01 = "https://in-toto.io/attestation/runtime-trace/v0.1";
export const RUNTIME_TRACE_V02 = "https://in-toto.io/attestation/runtime-trace/v0.2";

/** What a monitor saw of a step while it ran. */
export interface RuntimeTrace {
  readonly monitor: {
    readonly type: string;
    readonly configSource: ResourceDescriptor | null;
    readonly tracePolicy: JsonObject | null;
  };
  readonly monitoredProcess: {
    readonly hostID: string;
    readonly type: string;
    readonly event: string;
  };
  /** At least one of the three is there; an empty one says that nothing of the kind was seen. */
  readonly monitorLog: {
    readonly process: readonly JsonObject[] | null;
    readonly network: readonly JsonObject[] | null;
    readonly fileAccess: readonly ResourceDescriptor[] | null;
  };
  readonly metadata: {
    readonly buildStartedOn: string | null;
    readonly buildFinishedOn: string | null;
  };
}

/**
 * Reads a runtime trace of version 0.1 or 0.2. Ignores unknown fields, and leaves to its monitor's type what is between a
 * monitor and its readers.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a field is missing or of another type, no log, or a port that is none.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/runtime-trace.md
 */
export function parseRuntimeTrace(statement: Statement): RuntimeTrace {
  const { type, fields } = openPredicate(statement, [RUNTIME_TRACE_V01, RUNTIME_TRACE_V02]);
  const metadata = optional(fields.metadata, "predicate.metadata", asFields);
  const time = (name: string): string | null =>
    optional(metadata?.[name], `predicate.metadata.${name}`, asTimestamp);
  return {
    monitor: readMonitor(fields.monitor, "predicate.monitor"),
    monitoredProcess: readProcess(fields.monitoredProcess, "predicate.monitoredProcess"),
    monitorLog: readLog(
      fields.monitorLog,
      "predicate.monitorLog",
      type === RUNTIME_TRACE_V02 ? readConnection : asFields,
    ),
    metadata: { buildStartedOn: time("buildStartedOn"), buildFinishedOn: time("buildFinishedOn") },
  };
}

function readMonitor(value: JsonValue | undefined, at: string): RuntimeTrace["monitor"] {
  const fields = asFields(value, at);
  return {
    type: asUri(fields.type, below(at, "type")),
    configSource: optionalDescriptor(fields.configSource, below(at, "configSource")),
    tracePolicy: optional(fields.tracePolicy, below(at, "tracePolicy"), asFields),
  };
}

function readProcess(value: JsonValue | undefined, at: string): RuntimeTrace["monitoredProcess"] {
  const fields = asFields(value, at);
  return {
    hostID: asUri(fields.hostID, below(at, "hostID")),
    type: asUri(fields.type, below(at, "type")),
    event: asText(fields.event, below(at, "event")),
  };
}

function readLog(
  value: JsonValue | undefined,
  at: string,
  readNetwork: (value: JsonValue, at: string) => JsonObject,
): RuntimeTrace["monitorLog"] {
  const fields = asFields(value, at);
  const list = <Value>(
    name: string,
    read: (value: JsonValue, at: string) => Value,
  ): readonly Value[] | null =>
    optional(fields[name], below(at, name), (given, place) => optionalList(given, place, read));
  const log = {
    process: list("process", asFields),
    network: list("network", readNetwork),
    // A log names a file by its path, and may have no digest of it.
    fileAccess: list("fileAccess", readDescriptor),
  };
  if (log.process === null && log.network === null && log.fileAccess === null)
    malformed(at, "one of process, network and fileAccess", "none");
  return log;
}

function readConnection(value: JsonValue, at: string): JsonObject {
  const fields = asFields(value, at);
  optional(fields.port, `${at}.port`, (port, place) => {
    const number = asInteger(port, place, 1, malformed);
    return number <= 65_535 ? number : malformed(place, "a port up to 65535", `${number}`);
  });
  return fields;
}
