import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { downloadFile } from "../io/download.ts";
import { readFile } from "../io/files.ts";
import { MAX_CHECKSUMS_BYTES } from "../tool/checksums.ts";
import { fillTemplate, type TemplateValues } from "../tool/template.ts";
import { isLoopback } from "../tool/words.ts";
import type { FetchContext } from "./tool-cache.ts";

/** A small file that a release has beside a tool. */
export interface OfferedFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: Uint8Array;
}

/** What a release offers to verify one of its files by. */
export interface Offered {
  /** The certificate of a signature from before bundles, where no bundle is offered. */
  readonly certificate: OfferedFile | undefined;
  /** A list of checksums with its signature around it. */
  readonly signedList: OfferedFile | undefined;
  /** Each over the file itself. */
  readonly signatures: readonly OfferedFile[];
  readonly checksums: OfferedFile | undefined;
  /** Each over the checksums file. */
  readonly checksumsSignatures: readonly OfferedFile[];
}

/** What signatures are called beside what they sign, the most telling first. */
const SIGNATURES = [
  ".sigstore.json",
  ".sigstore",
  ".bundle",
  ".intoto.jsonl",
  ".minisig",
  ".asc",
  ".sig",
];
/** What lists of checksums are called, in the folder of the files that they name. */
const LISTS = [
  "{tool}_{version}_checksums.txt",
  "{tool}_{version}_SHA256SUMS",
  "{tool}-{version}-checksums.txt",
  "checksums.txt",
  "SHA256SUMS",
  "SHA256SUMS.txt",
  "sha256sums.txt",
  "SHASUMS256.txt",
  "sha256sum.txt",
];
/** Lists that are known by the name that they have with their signature around them. */
const SIGNED_LISTS = ["SHA256SUMS.asc", "SHASUMS256.txt.asc", "SHA256.sig"];
const SIDECARS = [".sha256", ".sha256sum", ".sha512"];

/** What is asked of a server: its files are few and small, and one that is not there is no fault. */
export interface OfferedOptions {
  readonly tool: string;
  readonly values: TemplateValues;
  /** The template of the name of the list, where it is known. */
  readonly checksums: string | null;
  /** A folder of ours, for what is being downloaded. */
  readonly folder: string;
}

/**
 * Asks for everything that a release may offer to verify a file by: signatures beside it, a list of checksums, and
 * signatures of the list.
 * @throws Refusal `NETWORK_…` — a server that cannot be reached is not one that offers nothing.
 */
export async function fetchOffered(
  url: string,
  options: OfferedOptions,
  context: FetchContext,
): Promise<Offered> {
  const { tool, values, checksums: template, folder } = options;
  const get = (address: string): Promise<OfferedFile | undefined> =>
    fetchSmall(address, folder, context);
  const signatures = await fetchAll(
    SIGNATURES.map((ending) => url + ending),
    get,
  );
  const names =
    template === null
      ? LISTS.map((name) => name.replaceAll("{tool}", tool).replaceAll("{version}", values.version))
      : [fillTemplate(template, values, `tools.${tool}.checksums`)];
  const addresses = [
    ...names.map((name) => new URL(name, url).href),
    ...(template === null ? SIDECARS.map((ending) => url + ending) : []),
  ];
  const checksums = await fetchFirst(addresses, get);
  const checksumsSignatures =
    checksums === undefined
      ? []
      : await fetchAll(
          SIGNATURES.map((ending) => checksums.url + ending),
          get,
        );
  const wrapped = checksumsSignatures.find(({ bytes }) => isSignedText(bytes));
  const signedList =
    wrapped ??
    (checksums === undefined && template === null
      ? await fetchFirst(
          SIGNED_LISTS.map((name) => new URL(name, url).href),
          get,
        )
      : undefined);
  const isOlder =
    signatures.some(({ name }) => name.endsWith(".sig")) &&
    !signatures.some(({ name }) => /\.sigstore(?:\.json)?$/.test(name));
  return {
    certificate: isOlder ? await get(`${url}.pem`) : undefined,
    signatures,
    checksums,
    checksumsSignatures: checksumsSignatures.filter((file) => file !== wrapped),
    signedList,
  };
}

/** `SHA256SUMS.asc` may be a signature beside the list, or the list itself with its signature around it. */
function isSignedText(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 40)).toString("latin1");
  return start.startsWith("-----BEGIN PGP SIGNED MESSAGE-----");
}

async function fetchAll(
  urls: readonly string[],
  get: (url: string) => Promise<OfferedFile | undefined>,
): Promise<readonly OfferedFile[]> {
  const found: OfferedFile[] = [];
  for (const url of urls) {
    const file = await get(url);
    if (file !== undefined) found.push(file);
  }
  return found;
}

async function fetchFirst(
  urls: readonly string[],
  get: (url: string) => Promise<OfferedFile | undefined>,
): Promise<OfferedFile | undefined> {
  for (const url of urls) {
    const file = await get(url);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** What servers answer for a file that is not there; some do not say whether it is. */
const NOT_THERE: ReadonlySet<number> = new Set([403, 404, 410]);

async function fetchSmall(
  url: string,
  folder: string,
  context: FetchContext,
): Promise<OfferedFile | undefined> {
  const path = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await downloadFile(
      {
        urls: [url],
        path,
        maxBytes: MAX_CHECKSUMS_BYTES,
        hasher: () => ({ update: () => {}, final: () => new Map() }),
        judge: () => undefined,
      },
      { ...context.download, env: context.env, isLoopback },
    );
    const name = new URL(url).pathname.split("/").at(-1) ?? "";
    const bytes = readFile(path, MAX_CHECKSUMS_BYTES);
    // Some servers say with status 200, on a page, that there is no such file.
    return /^\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1"))
      ? undefined
      : { name, url, bytes };
  } catch (error) {
    if (error instanceof Refusal && isNotThere(error)) return undefined;
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
}

function isNotThere({ code, details }: Refusal): boolean {
  return code === "SERVICE_REFUSED" && "status" in details && NOT_THERE.has(details.status);
}
