import { createHash, createPublicKey, verify } from "node:crypto";
import type { ServiceAnswer, ServiceRequest, Transport } from "../../src/sigstore/transport.ts";
import { fakeKey } from "./certificate.ts";
import { der } from "./der.ts";
import { fakeLeaf, fakeLogged, type Instance, type Loose } from "./instance.ts";
import { fakeLogV1 } from "./log-v1.ts";
import { fakeTimestamp } from "./timestamp.ts";

/** Services of an instance, without a net. */
export interface FakeServices {
  readonly transport: Transport;
  /** What was asked, in order. */
  readonly asked: readonly ServiceRequest[];
}

/** Answers in place of a service, or leaves it to the service with undefined. */
export type Instead = (request: ServiceRequest) => ServiceAnswer | undefined;

/** Makes services that certify, stamp and log at one time. */
export function fakeServices(
  instance: Instance,
  at: Date,
  instead: Instead = () => undefined,
): FakeServices {
  const asked: ServiceRequest[] = [];
  const answers: Readonly<Record<string, (body: Buffer) => string | Uint8Array>> = {
    "https://ca.fake/api/v2/signingCert": (body) => certify(instance, body, at),
    "https://tsa.fake/api/v1/timestamp": (body) => stamp(instance, body, at),
    "https://log.fake/api/v1/log/entries": (body) =>
      JSON.stringify(fakeLogV1(instance, JSON.parse(body.toString()), at)),
    "https://log2.fake/api/v2/log/entries": (body) => log2(instance, body, at),
  };
  const transport: Transport = async (request) => {
    asked.push(request);
    const given = instead(request);
    if (given !== undefined) return given;
    const answer = answers[request.url]?.(Buffer.from(request.body ?? new Uint8Array()));
    return answer === undefined ? answerOf(404, "no such page") : answerOf(201, answer);
  };
  return { transport, asked };
}

export function answerOf(
  status: number,
  body: string | Uint8Array,
  location?: string,
): ServiceAnswer {
  return { status, location, body: Buffer.from(body) };
}

/** Takes the key out of a signing request (RFC 2986 §4.1) that proves to hold it. */
function certify(instance: Instance, body: Buffer, at: Date): string {
  const { credentials, certificateSigningRequest } = JSON.parse(body.toString()) as Loose;
  if (typeof credentials.oidcIdentityToken !== "string") throw new Error("expected a token");
  const pem = Buffer.from(certificateSigningRequest, "base64").toString();
  const request = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const [info = request, , bits = request] = der.split(der.content(request));
  const [, , spki = info] = der.split(der.content(info));
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  if (!verify("sha256", info, publicKey, der.content(bits).subarray(1)))
    throw new Error("expected a proof of the key");
  const leaf = fakeLeaf(instance, { ...fakeKey(), publicKey, spki }, at);
  const certificates = [
    pemOf(leaf.der),
    pemOf(instance.intermediate.der),
    pemOf(instance.root.der),
  ];
  return JSON.stringify({ signedCertificateEmbeddedSct: { chain: { certificates } } });
}

/** RFC 3161 §2.4.1: version, imprint, and whether the certificate is wanted. */
function stamp(instance: Instance, body: Buffer, at: Date): Buffer {
  const [, imprint = body] = der.split(der.content(body));
  const [, hash = body] = der.split(der.content(imprint));
  const options = { imprint: der.content(hash) };
  return fakeTimestamp(body, instance.authority, at, "fake root", options);
}

function log2(instance: Instance, body: Buffer, at: Date): string {
  const { hashedRekordRequestV002: request } = JSON.parse(body.toString()) as Loose;
  const { digest, signature } = request;
  const { verifier, content } = signature;
  const { keyDetails, x509Certificate } = verifier;
  const entry = {
    apiVersion: "0.0.2",
    kind: "hashedrekord",
    spec: {
      hashedRekordV002: {
        data: { algorithm: "SHA2_256", digest },
        signature: { content, verifier: { keyDetails, x509Certificate } },
      },
    },
  };
  const logged = fakeLogged(instance, "v2", "hashedrekord", Buffer.from(JSON.stringify(entry)), at);
  // What a log of tiles says of a time that it does not give.
  return JSON.stringify({ ...logged, integratedTime: "0", inclusionPromise: null });
}

export function pemOf(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** Makes the text of a token; the signature is none, for nobody here looks at it. */
export function fakeToken(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signature = createHash("sha256").update("no signature").digest("base64url");
  return `${part({ alg: "RS256", kid: "1" })}.${part(claims)}.${signature}`;
}

/** A signing configuration as a value that a test may change: Rekor v1 and v2, one timestamp authority. */
export function fakeSigningConfig(log: "v1" | "v2"): Loose {
  const service = (url: string, majorApiVersion: number): object => ({
    url,
    majorApiVersion,
    validFor: { start: "2025-01-01T00:00:00Z" },
    operator: "fake",
  });
  const v2 = {
    tsaUrls: [service("https://tsa.fake/api/v1/timestamp", 1)],
    tsaConfig: { selector: "ANY" },
  };
  return {
    mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
    caUrls: [service("https://ca.fake", 1)],
    oidcUrls: [service("https://issuer.fake", 1)],
    rekorTlogUrls: [
      log === "v1" ? service("https://log.fake", 1) : service("https://log2.fake/", 2),
    ],
    rekorTlogConfig: { selector: "ANY" },
    ...(log === "v2" ? v2 : {}),
  };
}
