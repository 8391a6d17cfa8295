import { digest } from "../bytes/digest.ts";
import { withoutSecret } from "../bytes/without-secret.ts";
import { Refusal } from "../errors.ts";
import type { HttpClient } from "../io/http.ts";
import type { IndexWord } from "../statement/first-seen-statement.ts";
import { type IndexFile, MAX_PAGE_BYTES, parseIndexPage } from "../statement/index-page.ts";

/** An index that is asked. */
export interface AskedIndex {
  /** As the policy or the command line calls it. */
  readonly name: string;
  /** With a slash at the end. */
  readonly url: string;
}

/** What an index knows of one file. */
export interface AskedFile {
  readonly word: IndexWord;
  /** The publisher's attestations as they were served, whose digest is in `word`; null where there are none. */
  readonly attestations: Uint8Array | null;
}

const JSON_OF_INDEX = "application/vnd.pypi.simple.v1+json";
/** A handful of attestations, each with its certificate and log entry. */
const MAX_ATTESTATION_BYTES = 4 * 1024 * 1024;

/**
 * Reads the address of an index: https, or http on this machine.
 * @throws Refusal `INDEX_URL_REFUSED` — anything else: what others can change on the way is nobody's word.
 */
export function parseIndexUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (url === undefined || !isSafe || url.username !== "" || url.search !== "" || url.hash !== "") {
    // What pip is told may hold a password, and this is written to logs.
    const found = withoutSecret(text);
    throw new Refusal(
      "INDEX_URL_REFUSED",
      `index: expected an address such as https://index.example/simple/, found ${JSON.stringify(found)}`,
      { found },
      {
        hint: "name one that needs no password, with https and without a query or a fragment: --index URL",
      },
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/**
 * Asks an index what it knows of the files of a package. An index that does not know the package knows none of its files.
 * Verifies no attestation.
 * @returns what it knows by SHA-256 in hex, for those of `wanted` that it has.
 * @throws Refusal `INDEX_ANSWER_MALFORMED`, and what `http` throws.
 */
export async function askIndex(
  http: HttpClient,
  index: AskedIndex,
  name: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, AskedFile>> {
  const url = new URL(`${encodeURIComponent(name)}/`, index.url).href;
  const headers = { accept: JSON_OF_INDEX };
  const answer = await http({ method: "GET", url, headers, maxBytes: MAX_PAGE_BYTES });
  if (answer.status === 404) return new Map();
  if (answer.status !== 200) throw malformed(url, `status ${answer.status}`);
  const files = parseIndexPage(answer.body, url).filter(({ sha256 }) => wanted.has(sha256));
  const asked = new Map<string, AskedFile>();
  for (const file of files) {
    const attestations = await fetchAttestations(http, url, file);
    const attestation = attestations === null ? null : digest("sha256", attestations);
    const { name: fileName, uploadTime, size } = file;
    const word = { name: index.name, file: fileName, uploadTime, size, attestation };
    asked.set(file.sha256, { word, attestations });
  }
  return asked;
}

/** Elsewhere than on the index nobody is asked: whoever wrote the page would say whom this machine talks to. */
async function fetchAttestations(
  http: HttpClient,
  page: string,
  { provenance }: IndexFile,
): Promise<Uint8Array | null> {
  if (provenance === null || !URL.canParse(provenance, page)) return null;
  const url = new URL(provenance, page);
  if (url.origin !== new URL(page).origin) return null;
  const headers = { accept: "application/json" };
  const request = {
    method: "GET",
    url: url.href,
    headers,
    maxBytes: MAX_ATTESTATION_BYTES,
  } as const;
  const { status, body } = await http(request);
  if (status === 404) return null;
  if (status !== 200) throw malformed(url.href, `status ${status}`);
  return body;
}

function malformed(url: string, found: string): Refusal {
  return new Refusal(
    "INDEX_ANSWER_MALFORMED",
    `${url}: expected the page of a package, found ${found}`,
    { at: "" },
    { hint: "check the address of the index" },
  );
}
