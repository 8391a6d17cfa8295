import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";

/** Of a bundle: an envelope's largest, once more in its log entry, and room for certificates and proofs. */
export const MAX_SIGSTORE_BUNDLE_BYTES: number = 2 * MAX_ENVELOPE_BYTES + 1024 * 1024;
