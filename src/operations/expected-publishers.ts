import type { PublisherIdentity } from "../trust/identity.ts";
import { issuerOfPublisher, type Publisher, parsePublisher } from "../trust/publisher.ts";

/** At least one. */
export type ExpectedPublishers = readonly [Publisher, ...Publisher[]];

/**
 * Reads publishers as a command line has them.
 * @throws Refusal `PUBLISHER_MALFORMED` — see `parsePublisher`.
 */
export function expectedPublishers([first, ...rest]: readonly [
  string,
  ...string[],
]): ExpectedPublishers {
  return [parsePublisher(first), ...rest.map(parsePublisher)];
}

/** Gives a publisher as an identity that a signature is verified by. */
export function identityOfPublisher(publisher: Publisher): PublisherIdentity {
  return { kind: "publisher", publisher, issuer: issuerOfPublisher(publisher) };
}
