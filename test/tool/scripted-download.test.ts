import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { findDownloads, type ScriptedTool } from "../../src/tool/scripted-download.ts";

const HOST = "https://github.com/aquasecurity/trivy/releases/download";
const LINUX = { ours: "linux-x64", theirs: "Linux-64bit" };
const TRIVY: ScriptedTool = {
  name: "trivy",
  version: "0.71.0",
  template: `${HOST}/v{version}/trivy_{version}_{platform}.tar.gz`,
  platform: LINUX,
};

describe("a download of a tool", () => {
  test.each<[why: string, text: string, tool: Partial<ScriptedTool> | null]>([
    [
      "as a workflow has it",
      `      - run: curl -sSfL ${HOST}/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz | tar xz`,
      TRIVY,
    ],
    [
      "its version in env",
      `env:\n  TRIVY_VERSION: "0.71.0"\nsteps:\n  - run: curl -L ${HOST}/v\${{ env.TRIVY_VERSION }}/trivy_\${TRIVY_VERSION}_Linux-64bit.tar.gz -o t`,
      TRIVY,
    ],
    [
      "its version in a shell's variable, over two lines",
      `V=0.71.0\nwget -q \\\n  "${HOST}/v$V/trivy_\${V}_Linux-64bit.tar.gz"`,
      TRIVY,
    ],
    [
      "its version in a variable that nothing sets",
      `curl -LO ${HOST}/v$V/trivy_\${V}_Linux-64bit.tar.gz`,
      { name: "trivy", version: null },
    ],
    [
      "its version in a variable of two values",
      `V=1.0\nV=2.0\ncurl -LO ${HOST}/v$V/trivy_\${V}_Linux-64bit.tar.gz`,
      { version: null },
    ],
    [
      "of a platform the other way round",
      "curl -LO https://github.com/astral-sh/uv/releases/download/0.9.1/uv-x86_64-unknown-linux-musl.tar.gz",
      {
        name: "uv",
        version: "0.9.1",
        template:
          "https://github.com/astral-sh/uv/releases/download/{version}/uv-{platform}.tar.gz",
        platform: { ours: "linux-x64", theirs: "x86_64-unknown-linux-musl" },
      },
    ],
    [
      "from a host of its own",
      "RUN wget https://get.example/helm-v3.16.2-linux-arm64.tar.gz",
      {
        name: "helm",
        version: "3.16.2",
        template: "https://get.example/helm-v{version}-{platform}.tar.gz",
        platform: { ours: "linux-arm64", theirs: "linux-arm64" },
      },
    ],
    [
      "a single file of a release",
      "curl -Lo jq https://github.com/jqlang/jq/releases/download/jq-1.7.1/jq-linux-amd64",
      { name: "jq", version: "1.7.1", platform: { ours: "linux-x64", theirs: "linux-amd64" } },
    ],
    ["in a comment", `# curl ${HOST}/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz`, null],
    ["that is a page", "curl https://api.example/v1/status", null],
    ["that is a signature", `curl -LO ${HOST}/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz.sig`, null],
    ["that only a word names", `echo ${HOST}/v0.71.0/trivy_0.71.0_Linux-64bit.tar.gz`, null],
  ])("%s", (_why, text, tool) => {
    const found = findDownloads(text).map((one) => one.tool);
    expect(found).toEqual(tool === null ? [] : [expect.objectContaining(tool)]);
  });

  test("says on which line it begins", () => {
    expect(findDownloads(`a\nwget \\\n ${HOST}/v1.0/x_1.0_linux_amd64.tgz`)).toMatchObject([
      { line: 2 },
    ]);
  });

  test.each([
    ["curl -sfL https://raw.example/install.sh | sh -s -- -b /usr/local/bin v0.69.1", true],
    ["curl -sfL https://raw.example/install.sh | sudo -E bash", true],
    ["curl -sfL https://raw.example/install.sh -o install.sh", false],
  ])("tells what goes into a shell: %s", (text, isPiped) => {
    expect(findDownloads(text).some((one) => one.isPiped)).toBe(isPiped);
  });
});

property.prop([fc.string({ unit: "binary", maxLength: 400 })])(
  "reads any text, and finds no address that is not in it",
  (text) => {
    for (const { url } of findDownloads(`curl ${text}`)) expect(url).toMatch(/^https?:/);
  },
);
