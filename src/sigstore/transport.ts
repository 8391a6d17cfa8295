/** One question to a service. */
export interface ServiceRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** A longer answer is refused while it arrives. */
  readonly maxBytes: number;
}

/** What a service answered, with whatever status. */
export interface ServiceAnswer {
  readonly status: number;
  /** Where the answer points to, as the service wrote it. */
  readonly location: string | undefined;
  readonly body: Uint8Array;
}

/**
 * Asks a service. Asks again, within bounds, where the service is busy, broken or silent, so a request must bear being
 * sent twice; what then still fails is a `Refusal` of its own.
 */
export type Transport = (request: ServiceRequest) => Promise<ServiceAnswer>;
