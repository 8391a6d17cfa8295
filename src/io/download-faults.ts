import { Refusal } from "../errors.ts";

/** Of another size than is pinned. */
export function wrongSize(url: string, size: number, found: string): Refusal {
  return new Refusal(
    "DOWNLOAD_SIZE",
    `${url}: expected ${size} bytes, as pinned, found ${found}`,
    { url, size },
    { hint: "the file there is another than the one that was pinned; it was not kept" },
  );
}

/** Larger than is taken. */
export function tooLarge(url: string, limit: number): Refusal {
  return new Refusal(
    "NETWORK_ANSWER_TOO_LARGE",
    `${url}: expected a file of at most ${limit} bytes, found more`,
    { url, limit },
  );
}

/** A status that will not change. */
export function refused(url: string, status: number): Refusal {
  return new Refusal(
    "SERVICE_REFUSED",
    `${url}: expected the file, found status ${status}`,
    { url, status },
    { hint: "check the address; a release that was deleted needs a mirror" },
  );
}

/** A status that may change, and did not in time. */
export function busy(url: string, attempts: number, status: number): Refusal {
  return new Refusal(
    "NETWORK_BUSY",
    `${url}: expected an answer within ${attempts} attempts, found status ${status}`,
    { url, attempts, status },
    { hint: "try again later" },
  );
}

/** No bytes for too long. */
export function stalled(url: string, attempts: number, timeoutMs: number): Refusal {
  return new Refusal(
    "NETWORK_TIMEOUT",
    `${url}: expected bytes within ${timeoutMs} ms, found none in ${attempts} attempts`,
    { url, attempts, timeoutMs },
    { hint: "try again later" },
  );
}

/** No connection, or one that ends too early. */
export function broken(url: string, attempts: number, cause: unknown): Refusal {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(
    "NETWORK_UNREACHABLE",
    `${url}: expected the whole file within ${attempts} attempts, found ${found}`,
    { url, attempts },
    { hint: "check the network, and HTTPS_PROXY where there is a proxy", cause },
  );
}
