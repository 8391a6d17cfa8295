import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import {
  type Download,
  type Downloaded,
  type DownloadOptions,
  downloadFile,
} from "../../src/io/download.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";
import { startLoopback } from "../fakes/loopback.ts";

const BYTES = Buffer.from("0123456789".repeat(1000));
const OPTIONS: DownloadOptions = {
  env: {},
  isLoopback: (url) => url.hostname === "127.0.0.1",
  stallMs: 300,
  attempts: 3,
  backoffMs: 1,
};

function request(folder: Folder, urls: readonly string[], more: Partial<Download> = {}): Download {
  return {
    urls,
    path: folder.at("file"),
    maxBytes: BYTES.length,
    size: BYTES.length,
    hasher: () => {
      const hash = createHash("sha256");
      return {
        update: (chunk) => void hash.update(chunk),
        final: () => new Map([["sha256", hash.digest("hex")]]),
      };
    },
    judge: (digests, url) =>
      digests.get("sha256") === sha256(BYTES)
        ? undefined
        : new Refusal("TOOL_BYTES_DIFFER", `${url}: other bytes`, { url, expected: "", found: "" }),
    ...more,
  };
}

async function codeOf(work: Promise<Downloaded>): Promise<string> {
  try {
    await work;
    return "downloaded";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

type Respond = Parameters<typeof startLoopback>[0];

describe("a download", () => {
  test.each<[why: string, respond: Respond, code: string, asked: number]>([
    ["the whole file", (_, response) => response.end(BYTES), "downloaded", 1],
    [
      "the whole file in small pieces without a length",
      (_, response) => {
        for (let at = 0; at < BYTES.length; at += 100) response.write(BYTES.subarray(at, at + 100));
        response.end();
      },
      "downloaded",
      1,
    ],
    [
      "one byte less, as its length says",
      (_, response) => response.end(BYTES.subarray(1)),
      "DOWNLOAD_SIZE",
      1,
    ],
    [
      "one byte less, without a length",
      (_, response) => {
        response.write(BYTES.subarray(1));
        response.end();
      },
      "DOWNLOAD_SIZE",
      1,
    ],
    [
      "one byte more, as its length says",
      (_, response) => response.end(Buffer.concat([BYTES, Buffer.of(0)])),
      "DOWNLOAD_SIZE",
      1,
    ],
    [
      "without an end",
      (_, response) => {
        const more = (): void => {
          if (!response.destroyed) response.write(BYTES, () => setImmediate(more));
        };
        more();
      },
      "DOWNLOAD_SIZE",
      1,
    ],
    [
      "other bytes",
      (_, response) => response.end(Buffer.alloc(BYTES.length)),
      "TOOL_BYTES_DIFFER",
      1,
    ],
    ["nothing, ever", () => {}, "NETWORK_TIMEOUT", 3],
    [
      "a half, and then nothing",
      (_, response) =>
        response.writeHead(200, { "content-length": BYTES.length }).write(BYTES.subarray(0, 5000)),
      "NETWORK_TIMEOUT",
      3,
    ],
    ["status 404", (_, response) => response.writeHead(404).end(), "SERVICE_REFUSED", 1],
    ["status 204", (_, response) => response.writeHead(204).end(), "SERVICE_REFUSED", 1],
    [
      "a part that nobody asked for",
      (_, response) =>
        response
          .writeHead(206, { "content-range": `bytes 0-9/${BYTES.length}` })
          .end(BYTES.subarray(0, 10)),
      "SERVICE_REFUSED",
      1,
    ],
    [
      "status 500, time and again",
      (_, response) => response.writeHead(500).end(),
      "NETWORK_BUSY",
      3,
    ],
    [
      "status 429, once",
      (_, response, attempt) =>
        attempt === 1 ? response.writeHead(429).end() : response.end(BYTES),
      "downloaded",
      2,
    ],
    [
      "a connection that breaks at once",
      (request_) => request_.socket.destroy(),
      "NETWORK_UNREACHABLE",
      3,
    ],
    [
      "compressed",
      (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(BYTES),
      "DOWNLOAD_ENCODED",
      1,
    ],
    [
      "as it is, in so many words",
      (_, response) => response.writeHead(200, { "content-encoding": "identity" }).end(BYTES),
      "downloaded",
      1,
    ],
    [
      "a redirect in a loop",
      (_, response) => response.writeHead(302, { location: "/again" }).end(),
      "NETWORK_REDIRECTED",
      6,
    ],
    [
      "a redirect to http elsewhere",
      (_, response) => response.writeHead(302, { location: "http://host.example/" }).end(),
      "NETWORK_REDIRECTED",
      1,
    ],
    [
      "a redirect to a file",
      (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
      "NETWORK_REDIRECTED",
      1,
    ],
    [
      "a redirect to nowhere",
      (_, response) => response.writeHead(302).end(),
      "NETWORK_REDIRECTED",
      1,
    ],
    [
      "a redirect here",
      (request_, response) =>
        request_.url === "/x"
          ? response.end(BYTES)
          : response.writeHead(302, { location: "/x" }).end(),
      "downloaded",
      2,
    ],
  ])("from a server that gives %s", async (_, respond, code, asked) => {
    await using server = await startLoopback(respond);
    const folder = new Folder();
    expect(await codeOf(downloadFile(request(folder, [`${server.url}/f`]), OPTIONS))).toBe(code);
    expect(server.asked).toHaveLength(asked);
    expect(folder.list()).toEqual(code === "downloaded" ? { file: sha256(BYTES) } : {});
  });

  test("that breaks off is gone on with, where the server gives the rest", async () => {
    const ranges: (string | undefined)[] = [];
    await using server = await startLoopback((asked, response, attempt) => {
      ranges.push(asked.headers.range);
      if (attempt === 1) {
        response.writeHead(200, { "content-length": BYTES.length, etag: '"1"' });
        response.write(BYTES.subarray(0, 4000), () => setTimeout(() => response.destroy(), 50));
      } else {
        const from = Number(/bytes=(\d+)-/.exec(asked.headers.range ?? "")?.[1]);
        response
          .writeHead(206, { "content-range": `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` })
          .end(BYTES.subarray(from));
      }
    });
    const folder = new Folder();
    const { digests } = await downloadFile(request(folder, [`${server.url}/f`]), OPTIONS);
    expect(digests.get("sha256")).toBe(sha256(BYTES));
    expect(ranges).toEqual([undefined, "bytes=4000-"]);
    expect(sha256(folder.read("file"))).toBe(sha256(BYTES));
  });

  test.each<[why: string, second: Respond]>([
    ["the whole file again", (_, response) => response.end(BYTES)],
    [
      "the rest from another place, and then the whole file",
      (_, response, attempt) =>
        attempt === 2 ? response.writeHead(500).end() : response.end(BYTES),
    ],
  ])("that breaks off is begun anew, where the server gives %s", async (_, second) => {
    await using server = await startLoopback((asked, response, attempt) => {
      if (attempt > 1) {
        second(asked, response, attempt);
        return;
      }
      response.writeHead(200, { "content-length": BYTES.length });
      response.write(Buffer.alloc(4000), () => setTimeout(() => response.destroy(), 50));
    });
    const folder = new Folder();
    const { digests } = await downloadFile(request(folder, [`${server.url}/f`]), OPTIONS);
    expect(digests.get("sha256")).toBe(sha256(BYTES));
  });

  test("that is gone on with from another place than asked is refused", async () => {
    await using server = await startLoopback((_, response, attempt) => {
      if (attempt > 1)
        return response.writeHead(206, { "content-range": `bytes 1-9999/10000` }).end(BYTES);
      response.writeHead(200, { "content-length": BYTES.length });
      return response.write(BYTES.subarray(0, 4000), () =>
        setTimeout(() => response.destroy(), 50),
      );
    });
    const work = downloadFile(request(new Folder(), [`${server.url}/f`]), OPTIONS);
    expect(await codeOf(work)).toBe("SERVICE_REFUSED");
  });

  test("tries the addresses in order, and says why the first ones failed", async () => {
    await using bad = await startLoopback((_, response) =>
      response.end(Buffer.alloc(BYTES.length)),
    );
    await using gone = await startLoopback((_, response) => response.writeHead(404).end());
    await using good = await startLoopback((_, response) => response.end(BYTES));
    const urls = [bad.url, gone.url, good.url].map((url) => `${url}/f`);
    const folder = new Folder();
    const { url, failures } = await downloadFile(request(folder, urls), OPTIONS);
    expect(url).toBe(urls[2]);
    expect(failures.map(({ code }) => code)).toEqual(["TOOL_BYTES_DIFFER", "SERVICE_REFUSED"]);
    expect(sha256(folder.read("file"))).toBe(sha256(BYTES));
  });

  test("without a known size ends at the limit", async () => {
    await using server = await startLoopback((_, response) => response.end(BYTES));
    const more = { size: undefined, maxBytes: BYTES.length - 1 };
    const work = downloadFile(request(new Folder(), [`${server.url}/f`], more), OPTIONS);
    expect(await codeOf(work)).toBe("NETWORK_ANSWER_TOO_LARGE");
    const just = { size: undefined, maxBytes: BYTES.length };
    expect(
      await codeOf(downloadFile(request(new Folder(), [`${server.url}/f`], just), OPTIONS)),
    ).toBe("downloaded");
  });

  /** Breaks off after the bytes are sent, without an end; says to whoever goes on that there are no more of so many. */
  const unended =
    (bytes: Uint8Array, total: number): Respond =>
    (asked, response) => {
      if (asked.headers.range !== undefined)
        return response.writeHead(416, { "content-range": `bytes */${total}` }).end("no more");
      response.writeHead(200, { etag: '"1"' });
      return response.write(bytes, () => setTimeout(() => response.destroy(), 50));
    };

  test.each<
    [why: string, bytes: Uint8Array, total: number, size: number | undefined, code: string]
  >([
    ["all bytes of a known number", BYTES, BYTES.length, BYTES.length, "downloaded"],
    ["all bytes of an unknown number", BYTES, BYTES.length, undefined, "downloaded"],
    [
      "as many other bytes",
      Buffer.alloc(BYTES.length),
      BYTES.length,
      undefined,
      "TOOL_BYTES_DIFFER",
    ],
    [
      "fewer bytes than the server has",
      BYTES.subarray(1),
      BYTES.length,
      undefined,
      "NETWORK_UNREACHABLE",
    ],
    [
      "fewer bytes than are pinned",
      BYTES.subarray(1),
      BYTES.length - 1,
      BYTES.length,
      "DOWNLOAD_SIZE",
    ],
  ])(
    "that breaks off after %s, and has no rest, is judged by its bytes",
    async (_, bytes, total, size, code) => {
      await using server = await startLoopback(unended(bytes, total));
      const folder = new Folder();
      const work = downloadFile(request(folder, [`${server.url}/f`], { size }), OPTIONS);
      expect(await codeOf(work)).toBe(code);
      expect(folder.list()).toEqual(code === "downloaded" ? { file: sha256(BYTES) } : {});
    },
  );

  test("of which the server says in the middle that it is shorter by now is begun anew", async () => {
    await using server = await startLoopback((_, response, attempt) => {
      if (attempt === 2) response.writeHead(416, { "content-range": "bytes */10" }).end();
      else if (attempt === 3) response.end(BYTES);
      else {
        response.writeHead(200, { "content-length": BYTES.length });
        response.write(Buffer.alloc(4000), () => setTimeout(() => response.destroy(), 50));
      }
    });
    const folder = new Folder();
    expect(await codeOf(downloadFile(request(folder, [`${server.url}/f`]), OPTIONS))).toBe(
      "downloaded",
    );
    expect(sha256(folder.read("file"))).toBe(sha256(BYTES));
  });

  test("that nobody asked to go on with, and that has no bytes, is refused", async () => {
    await using server = await startLoopback((_, response) =>
      response.writeHead(416, { "content-range": "bytes */0" }).end(),
    );
    const work = downloadFile(request(new Folder(), [`${server.url}/f`]), OPTIONS);
    expect(await codeOf(work)).toBe("SERVICE_REFUSED");
  });

  /** Sends a byte before each stall, for as long as anybody listens. */
  const drip: Respond = (_, response) => {
    response.writeHead(200, { "content-length": BYTES.length });
    const timer = setInterval(() => response.write("0"), 20);
    response.on("close", () => clearInterval(timer));
  };

  test("a byte at a time is given up, once, for the next address", async () => {
    await using slow = await startLoopback(drip);
    await using good = await startLoopback((_, response) => response.end(BYTES));
    const urls = [`${slow.url}/f`, `${good.url}/f`];
    const options = { ...OPTIONS, graceMs: 100, minRate: 10_000 };
    const { url, failures } = await downloadFile(request(new Folder(), urls), options);
    expect(url).toBe(urls[1]);
    expect(failures.map(({ code }) => code)).toEqual(["DOWNLOAD_SLOW"]);
    expect(failures[0]?.message).toMatch(/expected 10000 bytes a second, found \d+ bytes in 0 s$/);
    expect(slow.asked).toHaveLength(1);
  });

  test("a byte at a time is taken from a line that is as slow, where that is said", async () => {
    await using server = await startLoopback((_, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        response.write("0");
        sent += 1;
        if (sent < 10) return;
        clearInterval(timer);
        response.end();
      }, 20);
    });
    const bytes = "0".repeat(10);
    const more = { size: 10, judge: () => undefined };
    const options = { ...OPTIONS, graceMs: 1, minRate: 1 };
    const folder = new Folder();
    await downloadFile(request(folder, [`${server.url}/f`], more), options);
    expect(folder.read("file")).toBe(bytes);
  });

  test("never writes over what is there", async () => {
    await using server = await startLoopback((_, response) => response.end(BYTES));
    const folder = new Folder().write("file", "mine");
    expect(await codeOf(downloadFile(request(folder, [`${server.url}/f`]), OPTIONS))).toBe(
      "FILE_UNWRITABLE",
    );
    expect(folder.read("file")).toBe("mine");
    expect(server.asked).toEqual([]);
  });

  test("needs an address", async () => {
    await expect(downloadFile(request(new Folder(), []), OPTIONS)).rejects.toThrow(RangeError);
  });
});
