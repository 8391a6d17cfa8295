import { join } from "node:path";
import type { Checks } from "./checks.ts";
import type { Client, Kind, Setting, Signed } from "./clients.ts";

const KINDS: readonly Kind[] = (["message", "statement"] as const).flatMap((form) => [
  { form, by: "identity", log: "v1" },
  { form, by: "identity", log: "v2" },
  { form, by: "key", log: "none" },
  { form, by: "key", log: "v1" },
  { form, by: "key", log: "v2" },
]);

/**
 * Has each client sign each kind of bundle that it makes, and each client verify it: about the artifact, and about
 * other bytes, which has to be refused. Of what a client does not do nothing is asked, but that it refuses it.
 * @returns lines of a table: who signs, and with what outcome each verifies.
 */
export async function checkPairs(
  clients: readonly Client[],
  { folder }: Setting,
  checks: Checks,
): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const kind of KINDS) {
    for (const signer of clients) {
      if (signer.cannotSign(kind) !== undefined) continue;
      const title = `${describe(kind)} by ${signer.name}`;
      const file = `${signer.name}-${kind.form}-${kind.by}-${kind.log}.json`;
      let signed: Signed | undefined;
      await checks.check(`pairs: ${title}: signed`, async () => {
        signed = await signer.sign(kind, join(folder, file.replaceAll(/[^\w.-]/g, "-")));
        return undefined;
      });
      if (signed === undefined) continue;
      const cells: string[] = [];
      for (const verifier of clients) cells.push(await checkPair(title, signed, verifier, checks));
      rows.push(`| ${describe(kind)} | ${signer.name} | ${cells.join(" | ")} |`);
    }
  }
  const names = clients.map(({ name }) => name).join(" | ");
  return [`| kind | signed by | ${names} |`, `|---|---|${"---|".repeat(clients.length)}`, ...rows];
}

async function checkPair(
  title: string,
  signed: Signed,
  verifier: Client,
  checks: Checks,
): Promise<string> {
  const why = verifier.cannotVerify(signed);
  let cell = "FAILED";
  if (why !== undefined) {
    // It is held to what is said of it: once it verifies them, the table is wrong.
    await checks.check(`pairs: ${title}: refused by ${verifier.name}, which ${why}`, async () => {
      if (await accepts(verifier, signed, signed.artifact))
        return "expected a refusal, found success";
      cell = why;
      return undefined;
    });
    return cell;
  }
  await checks.check(`pairs: ${title}: verified by ${verifier.name}`, async () => {
    await verifier.verify(signed, signed.artifact);
    if (await accepts(verifier, signed, signed.other))
      return "expected a refusal of other bytes, found success";
    cell = "verified";
    return undefined;
  });
  return cell;
}

async function accepts(verifier: Client, signed: Signed, path: string): Promise<boolean> {
  return verifier.verify(signed, path).then(
    () => true,
    () => false,
  );
}

function describe({ form, by, log }: Kind): string {
  const witness = log === "none" ? "no log" : `Rekor ${log}`;
  return `${form}, ${by}, ${witness}`;
}
