import { parseTomlDraft, type TomlDraft } from "../bytes/toml-draft.ts";

/** A policy that was parsed before, as a value that may be changed and written anew. */
export interface PolicyDraft extends TomlDraft {
  expires?: unknown;
  policy?: { role: string; threshold: number };
  trust?: TrustDraft;
  signers?: Record<string, SignerDraft>;
  lock?: LockDraft[];
  tools?: Record<string, ToolDraft>;
  exempt?: unknown[];
  layout?: LayoutDraft[];
  provenance?: Record<string, { subject?: string | string[] }>;
}

export interface LayoutDraft extends TomlDraft {
  file: string;
  owners?: string[];
  keys?: string[];
  links: string;
  artifacts?: string;
  when?: string;
}

export interface TrustDraft extends TomlDraft {
  time?: string[];
  max_clock_skew?: string;
}

export interface SignerDraft extends TomlDraft {
  person?: boolean;
  roles?: string[];
  keys?: string[];
  keyless?: KeylessDraft[];
  git?: string[];
  github?: string[];
}

export interface KeylessDraft extends TomlDraft {
  issuer: string;
  email?: string;
  identity?: string;
  server?: string;
  repository?: string;
  repository_id?: string;
  workflow?: string;
  ref?: string;
  trigger?: string;
  runner?: string;
}

export interface LockDraft extends TomlDraft {
  path: string;
  format: string;
  signatures?: { role: string; threshold: number };
  approval?: Record<string, RequirementDraft>;
  ranges?: boolean;
  author_may_approve?: boolean;
}

export interface RequirementDraft extends TomlDraft {
  people?: number;
  role?: string;
  roles?: Record<string, number>;
  hold?: string;
  deny?: string;
  lasts?: string;
}

export interface ToolDraft extends TomlDraft {
  version: string;
  signer?: string;
  deny?: string[];
}

/** Reads a policy to change it. Of bytes that `parsePolicy` took: checks nothing by itself. */
export function readPolicyDraft(bytes: Uint8Array, what: string): PolicyDraft {
  return parseTomlDraft(bytes, what);
}

/** Gives the names of all people, or of all machines, that have a role; without one, of all. */
export function namesOf(
  { signers = {} }: PolicyDraft,
  kind: "people" | "machines",
  role?: string,
): readonly string[] {
  return Object.entries(signers)
    .filter(([, signer]) => (signer.person === true) === (kind === "people"))
    .filter(([, { roles = [] }]) => (role === undefined ? roles.length > 0 : roles.includes(role)))
    .map(([name]) => name);
}

/** Writes a value as it stands behind a key in one line. */
export function formatInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatInline).join(", ")}]`;
  if (typeof value !== "object" || value === null || value instanceof Date)
    return value instanceof Date ? value.toISOString().replace(".000", "") : JSON.stringify(value);
  const pairs = Object.entries(value).map(([name, one]) => `${name} = ${formatInline(one)}`);
  return `{ ${pairs.join(", ")} }`;
}
