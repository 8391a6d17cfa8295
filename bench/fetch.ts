import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { type Figure, median, timeByTurns } from "./figures.ts";
import { makeArchive } from "./unpack.ts";

/** Serves one file, in a process of its own, so that it takes nothing of the one that is timed. */
const SERVER = `
  const { createServer } = require("node:http");
  const { createReadStream, statSync } = require("node:fs");
  const file = process.argv[1];
  const server = createServer((request, response) => {
    if (request.url !== "/tool.tar.gz") return response.writeHead(404).end();
    response.writeHead(200, { "content-length": statSync(file).size });
    createReadStream(file, { highWaterMark: 1 << 20 }).pipe(response);
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port)));`;

/** Writes on the program's last line how much memory it held at most. */
const PEAK = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(2, "peak " + process.resourceUsage().maxRSS));`)}`;

/**
 * Fetches a pinned archive of some 50 MB from this machine and puts it in place, by turns with the line that everyone
 * writes. Nothing is in the cache before. Ours keeps the download, unpacks by two readers, reads all back from the disk,
 * and makes both survive a power cut, which theirs does not.
 */
export async function* measureFetch(folder: string): AsyncGenerator<Figure> {
  const archive = makeArchive(folder);
  const server = spawn(process.execPath, ["-e", SERVER, archive], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    yield* measure(folder, archive, `http://127.0.0.1:${await portOf(server)}/tool.tar.gz`);
  } finally {
    server.kill();
  }
}

async function portOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("the server's output is not read");
  const [port] = (await once(server.stdout, "data")) as [Buffer];
  return port.toString();
}

function measure(folder: string, archive: string, url: string): Figure[] {
  const [cache, out, sums] = ["cache", "out", "sums"].map((name) => join(folder, name));
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: cache };
  const run = (args: readonly string[]): string => {
    const script = `"$@" 2>&1 >/dev/null`;
    return execFileSync(
      "sh",
      ["-c", script, "sh", process.execPath, "--import", PEAK, PROGRAM, ...args],
      {
        cwd: folder,
        env,
        encoding: "utf8",
      },
    );
  };
  const pin = ["tool", "add", "tool", "--version", "1", "--url", url, "--platform", "linux-x64"];
  run([...pin, "--bin", "tool/bin/node", "--unsafe-unsigned", "--accept", "age"]);
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  writeFileSync(sums ?? "", `${sha256}  ${join(out ?? "", "file")}\n`);
  const peaks: number[] = [];
  const ours = (): void => {
    const peak = /peak (\d+)/.exec(run(["tool", "fetch", "--to", out ?? "", "--for", "linux-x64"]));
    peaks.push((Number(peak?.[1]) * 1024) / 1e6);
  };
  const theirs = (): void => {
    const script = `curl -sSo "$2/file" "$3" && sha256sum --quiet -c "$1" && tar -xzf "$2/file" -C "$2"`;
    mkdirSync(out ?? "");
    execFileSync("sh", ["-c", script, "sh", sums ?? "", out ?? "", url], { stdio: "ignore" });
  };
  const clean = (): void => {
    for (const path of [cache, out]) rmSync(path ?? "", { recursive: true, force: true });
  };
  clean();
  const [our = [], their = []] = timeByTurns(7, [ours, theirs], clean);
  return [
    { name: "size of the fetched archive", value: statSync(archive).size / 1e6, unit: "MB" },
    { name: "curl && sha256sum -c && tar -xzf", value: median(their), unit: "ms" },
    { name: "lockseal tool fetch of it, whole process", value: median(our), unit: "ms" },
    {
      name: "lockseal tool fetch / curl && sha256sum -c && tar -xzf",
      value: median(our) / median(their),
      unit: "×",
      aim: { is: "at most", bound: 1.2 },
    },
    {
      name: "memory of a fetch at its peak",
      value: median(peaks),
      unit: "MB",
      aim: { is: "at most", bound: 130 },
    },
  ];
}
