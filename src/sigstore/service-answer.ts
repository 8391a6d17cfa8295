import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asObject, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { ServiceAnswer, ServiceRequest, Transport } from "./transport.ts";

/** A certificate chain, a log entry and a timestamp have some kilobytes; an entry may repeat what was logged. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const JSON_HEADERS = { "content-type": "application/json", accept: "application/json" } as const;

/**
 * Sends JSON to a service and gives its answer.
 *
 * @param what names the service in a refusal.
 * @throws Refusal `SERVICE_REFUSED` — a status that is not in `accepted`.
 */
export function postJson(
  transport: Transport,
  what: string,
  url: string,
  value: JsonValue,
  accepted: readonly number[],
): Promise<ServiceAnswer> {
  const body = Buffer.from(JSON.stringify(value));
  return ask(transport, what, { method: "POST", url, headers: JSON_HEADERS, body }, accepted);
}

/**
 * Asks a service and gives its answer.
 *
 * @throws Refusal `SERVICE_REFUSED` — a status that is not in `accepted`.
 */
export async function ask(
  transport: Transport,
  what: string,
  request: Omit<ServiceRequest, "maxBytes">,
  accepted: readonly number[],
): Promise<ServiceAnswer> {
  const answer = await transport({ ...request, maxBytes: MAX_ANSWER_BYTES });
  if (accepted.includes(answer.status)) return answer;
  const said = quote(Buffer.from(answer.body.subarray(0, 512)).toString());
  throw new Refusal(
    "SERVICE_REFUSED",
    `${what} ${request.url}: expected status ${accepted.join(" or ")}, found ${answer.status}, ${said}`,
    { url: request.url, status: answer.status },
  );
}

/**
 * Reads the object that a service answered with. Every refusal of a shape below it is to be thrown by the `fail` that
 * `read` is given.
 *
 * @throws Refusal `SERVICE_ANSWER_MALFORMED` — text that is no JSON object, or whatever `read` misses in it.
 */
export function readAnswer<Value>(
  what: string,
  answer: ServiceAnswer,
  read: (object: JsonObject, fail: ShapeFailure) => Value,
): Value {
  const fail: ShapeFailure = (at, expected, found) => {
    throw malformedAnswer(what, at === "" ? expected : `${expected} at ${at}`, found);
  };
  try {
    const json = parseJson(answer.body, { what, maxBytes: MAX_ANSWER_BYTES });
    return read(asObject(json, "", fail), fail);
  } catch (error) {
    if (!(error instanceof Refusal) || !/^(?:JSON|UTF8|BASE64)_/.test(error.code)) throw error;
    return fail("", "JSON and base64 in their one spelling", error.message);
  }
}

/** Makes the refusal of an answer that is not what the service should say. */
export function malformedAnswer(what: string, expected: string, found: string): Refusal {
  return new Refusal(
    "SERVICE_ANSWER_MALFORMED",
    `${what}: expected an answer with ${expected}, found ${found}`,
    { expected },
  );
}
