import type { Area } from "./area.ts";

/** What was asked over the network, and could not be taken as an answer. Verification asks nobody. */
export const NETWORK: Area<
  | `NETWORK_${string}`
  | `SERVICE_${string}`
  | `DOWNLOAD_${string}`
  | `INDEX_${string}`
  | "PROGRAM_FAILED"
> = {
  title: "Network, services and indexes",
  about:
    "What was asked over the network, and could not be taken as an answer. Verification asks nobody.",
  rules: {
    NETWORK_UNREACHABLE: {
      what: "A service cannot be reached, or breaks off in the middle, time and again.",
      why: "Nothing was decided, which is a failure and never a pass.",
      accident:
        "No network in the job, a proxy that is not named, or a name that does not resolve.",
      fix: "Check the network, and `HTTPS_PROXY` where there is a proxy; then run the command again.",
    },
    NETWORK_TIMEOUT: {
      what: "A service does not answer in time, time and again.",
      why: "Waiting for ever would let whoever holds answers back stop every build.",
      attack: "A connection that is kept open without a byte.",
      fix: "Try again later; a mirror may be nearer: `lockseal tool add NAME --mirror TEMPLATE --url TEMPLATE --version V`.",
    },
    NETWORK_BUSY: {
      what: "A service says time and again that it is busy or broken.",
      why: "A status of 429 or 5xx says nothing about what was asked for.",
      accident: "Many jobs start at once and share one address.",
      fix: "Wait for some minutes before the next try, as the service asks.",
    },
    NETWORK_ANSWER_TOO_LARGE: {
      what: "A service answers with more than is read.",
      why: "The limit is far above anything honest.",
      attack: "A server that never stops sending fills memory or disk.",
      fix: "Check the address; if the file is meant, it is no file for this use.",
    },
    NETWORK_REDIRECTED: {
      what: "A service sends us to another host, to plain http, or round in circles.",
      why: "A token or a question goes to whom it was meant for, and to nobody else.",
      attack: "A redirect to `http://` takes the download out of TLS.",
      fix: "Name the address at which it ends, if that is one you trust.",
    },
    SERVICE_REFUSED: {
      what: "A service refuses what it is asked for, by a status that will not change.",
      why: "The message shows the first words of its answer.",
      accident: "A release was deleted, or the identity token is not accepted by the authority.",
      fix: "Check the address and what the service says; a release that is gone needs a mirror.",
    },
    SERVICE_ANSWER_MALFORMED: {
      what: "A service answers with something else than it should.",
      why: "Nothing of such an answer is used.",
      accident: "A captive portal or a proxy answers in the place of the service.",
      fix: "Ask for its address with `curl -I URL` from the same machine, and see who answers.",
    },
    DOWNLOAD_SIZE: {
      what: "A server sends other than as many bytes as are pinned.",
      why: "The download ends at the first byte too many; nothing of it was kept.",
      attack:
        "The file at the address was replaced, perhaps by a larger one that would fill the disk.",
      fix: "Ask the publisher why the file changed, and change no pin before.",
    },
    DOWNLOAD_SLOW: {
      what: "A server sends so little at a time that the download would not end.",
      why: "A timeout for silence alone is got round by a byte a minute.",
      attack: "A mirror that keeps every build of a company waiting.",
      fix: "Try again, or name a mirror; if the line really is that slow: `lockseal tool fetch NAME --min-rate 1`.",
    },
    DOWNLOAD_ENCODED: {
      what: "A server sends the file in an encoding that nobody asked for.",
      why: "The pinned bytes are those of the file, not of one of its encodings.",
      accident: "A proxy compresses what passes through it.",
      fix: "Let the server, or the proxy, send the file as it is.",
    },
    INDEX_ANSWER_MALFORMED: {
      what: "What the index answers is no page of a package.",
      why: "Ages and attestations are read from it; none is guessed.",
      accident: "The address is that of the index's web pages, or the index speaks HTML alone.",
      fix: "Name the address under which pip finds packages: `lockseal observe requirements.txt --index https://index.example/simple/ --index-name main`.",
    },
    INDEX_URL_REFUSED: {
      what: "The address of the index is none that nobody can tamper with on the way.",
      why: "What it says decides about holds, and goes into a signed record.",
      attack: "Over plain http anybody on the way makes a file a year old.",
      fix: "Name it with https and without a user, a query or a fragment: `lockseal observe requirements.txt --index https://index.example/simple/ --index-name main`.",
    },
    INDEX_MALFORMED: {
      what: "The index is named by no https URL.",
      why: "The type of a publication is made of the index's host; a wrong one would ask for another claim.",
      accident:
        "The name of the index in a tool's configuration was given in place of its address.",
      fix: "Name it as pip has it: `lockseal attestation verify FILE --publisher KIND:NAME --index https://index.example/simple/`.",
    },
    INDEX_UNKNOWN: {
      what: "No index is named, several could be meant, or the policy has none of that name.",
      why: "From which index a file is decides who may have published it.",
      attack:
        "A package of a private name is taken from the public index, where a stranger published it.",
      fix: "Name it: `lockseal attestation verify FILE --publisher KIND:NAME --index URL`; or write it under `[indexes]` in lockseal.toml.",
    },
    PROGRAM_FAILED: {
      what: "A program that was to run, or to say something, does not start or ends in error.",
      why: "Its silence is no answer.",
      accident: "The helper of a cloud that gives tokens is not installed in this image.",
      fix: "Run the program by hand, and see what it says.",
    },
  },
};
