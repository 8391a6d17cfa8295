/** Files with the variables that they are read with, made to be read wrongly. */
export interface HostileLock {
  /** By name; the root is `requirements.txt`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = [
  "alpha",
  "Beta_x",
  "a.b-c",
  "x",
  "A--b",
  "аlpha",
  "alphaé",
  "zope.interface",
  "-x",
  "1st",
];
const VERSIONS = [
  "1.0",
  "1",
  "1.0.0",
  "v1.0",
  "1!2.0",
  "1.0rc1",
  "1.0.post1",
  "1.0-1",
  "1.0.dev3",
  "1.0+local.1",
  "1.*",
  "1.0.*",
  "2024.01",
  "1.0a",
  "1.0.alpha-1",
  "1.0_r2",
  "",
  "1..0",
  "x",
  "１.0",
  "1.0prevıew",
  "1.0.poſt1",
  "1.0,foo",
  "1.0 ",
  "01.00",
];
const OPERATORS = [
  "==",
  "===",
  "~=",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "=",
  "=>",
  "== ",
  " == ",
  "==\u00a0",
];
const EXTRAS = ["", "", "", "[x]", "[X,y]", " [ x , y ]", "[]", "[x", "[x y]", "[x,]", "[Big_One]"];
const MARKERS = [
  'python_version >= "3"',
  "python_version<'3'",
  'os.name == "posix"',
  'sys_platform=="win32"',
  '"linux" in sys_platform',
  '"3.8" <= python_full_version',
  'extra == "Test_X"',
  "python_implementation=='CPython'",
  'platform.version != "a\\x41"',
  'os_name == "a\\"',
  '"a" == "b"',
  "os_name == sys_platform",
  'python_version in "3.8 3.9"',
  'python_version not in "2.7"',
  'python_version ~= "3.0"',
  'os_name ~= "x"',
  'platform_release >= "5.0"',
  'python_versio > "3"',
  '("a"=="a")',
  'extras == "x"',
  '"x" in extras',
  'python_version === "3.11"',
  'implementation_version>="3.11.0rc1"',
  'python_version >= "3.x"',
  '"\\u0041"!=os_name',
  "platform_machine not  in 'x86 arm'",
  "not",
  "",
  "()",
  '"dev" not in dependency_groups',
  'python_version > "3.11"and os_name=="posix"',
];
const HEX = [
  "5afa2d129b9dba22cfa88273832b3fbd9b77ef543cabda40c113fb4717288ad7",
  "ABCDEF",
  "00",
  "",
];
const HASH_NAMES = ["--hash", "--hash", "--hash", "--has", "--h", "--HASH", "--hashes", "-hash"];
const ALGORITHMS = ["sha256", "sha256", "sha384", "sha512", "SHA256", "md5", "", "sha256 ", "sha1"];
const OPTIONS = [
  "-r other.txt",
  "-rother.txt",
  "-r=other.txt",
  "--requirement other.txt",
  "--req=other.txt",
  "-c other.txt",
  "--constraint=other.txt",
  "-c sub/more.txt",
  "-r sub/more.txt",
  "-r requirements.txt",
  "-r nope.txt",
  "-r ${INC}",
  "-r ./sub/../other.txt",
  "--require-hashes",
  "--no-require-hashes",
  "--no-req",
  "--require",
  "--pre",
  "--pr",
  "--p",
  "--no-index",
  "--no-i",
  "--no",
  "--index-url https://a/b",
  "-i x",
  "-ix",
  "--pypi-url=x",
  "--extra-index-url x",
  "--find-links ./wheels",
  "-f",
  "--only-binary :all:",
  "--only-b=:none:",
  "--no-binary a,B_c,:all:,d",
  "--no-binary=a --only-binary=A,b",
  "--only-binary=:all:,:none:,x",
  "--no-binary -x",
  "--prefer-binary",
  "--trusted-host h",
  "--use-feature fast-deps",
  "--use-feature nope",
  "--use-feature truststore",
  "--all-releases :all:",
  "--only-final x,y",
  "--only-final=-y",
  "--config-settings a=b",
  "-C a=b -C a=c -C a=d",
  "-Ca",
  "--config-settings=x",
  "-e ./localdir",
  "-e localdir[x,Y]",
  "-e git+https://h/r.git@abc#egg=Name",
  "-e git:x#egg=n",
  "-e ''",
  "-e .",
  "-e https://h/x",
  "-e 'foo[a] @ git+ssh://h/r ; os_name==\"x\"'",
  "-e svn+http://h/r",
  "-e file:///x#egg=y",
  "-e ./localdir -e ./other",
  "--",
  "-",
  "--=",
  "---",
  "--pre=1",
  "--frobnicate",
  "-x",
  "-é",
  "--uploaded-prior-to=P1D",
  "'--pre'",
  '"--no-index',
  "\\--pre",
  '--trusted-host="a b"c',
  "junk",
  "--hash=sha256:'a b'",
  '--hash=sha256:"a\\"b\\c"',
  "-r other.txt --require-hashes",
  "-r other.txt -r sub/more.txt",
];
const URLS = [
  "https://h/alpha-1.0-py3-none-any.whl",
  "https://h/a.tar.gz#egg=alpha",
  "https://h/a.zip#sha256=00&egg=a[x]",
  "file:///x/alpha-1.0.tar.gz",
  "file://host/x.zip",
  "FILE:///x.zip",
  "file:./x.zip",
  "file:///x/../y.whl",
  "git+https://h/r@v1#egg=n",
  "git+file:///r",
  "https://[::1]/x",
  "https://[x/y",
  "https://h/a;b",
  "https://h/a%20b%2Fc-1.0-py3-none-any.whl",
  "http://u:p@h/x.tar.gz",
  "ftp://h/x",
  "ssh://h/x",
  "https:/x",
  "https://h/Alpha_B-1.0.0-1-py2.py3-none-any.whl?x=1#md5=0",
  "https://h/a__b-1-py3-none-any.whl",
  "https://h/a-x-py3-none-any.whl",
  "https://h/#egg=",
  "https://h/#egg=ſ&",
  "HTTPS://h/x.ZIP",
];
const PATHS = [
  "./localdir",
  "localdir",
  "./localdir[x]",
  "../x.whl",
  "./alpha-1.0-py3-none-any.whl",
  "alpha-1.0.tar.gz",
  "./a b.zip",
  "a@1.0.zip",
  "./a@1.zip",
  ".",
  "..",
  "./nope",
  "a/b==1.0",
  "./x.whl[extra]",
  "./x.TAR.GZ",
  ".zip",
  "x.tar",
  "./é.zip",
  "alpha-1.0.zip;os_name=='x'",
  "alpha[X]",
  "~/x.zip",
  "//x/y.zip",
  "alpha==1.0.zip",
  "./a-1-py3-none-any.whl ; os_name == 'x'",
];
const ENDS = [
  "\n",
  "\n",
  "\n",
  "\n",
  "\n",
  "\r\n",
  "\r",
  "\v",
  "\f",
  "\x1c",
  "\x1d",
  "\x1e",
  "\x1f",
  "\x85",
  "\u2028",
  "\u2029",
  "\n\n",
  "",
];
const JOINTS = [
  " \\\n    ",
  " \\\n",
  "\\\n",
  "\\\\\n",
  "\\ \n",
  " \\\r\n    ",
  " \\\n# c\n",
  " \\\n\n",
  "\\\n\\",
  " \\\n\t",
  " \\\u2028",
];
const COMMENTS = [
  "# note",
  " # note",
  "#x \\",
  "  # note \\",
  "\t#c",
  "\u00a0#c",
  "x#y",
  " #",
  "#\\",
  "\x1f# c",
];
const GAPS = [" ", " ", " ", "  ", "\t", "\u00a0", "", "\u3000", "\x1f"];
const VARIABLES = [
  "${A}",
  "${OPTS}",
  "${REQ}",
  "${EMPTY}",
  "${UNSET}",
  "${lower}",
  "$A",
  "${A",
  "${LOOP}",
  "${HASHY}",
  "${INC}",
];
const NOISE = [
  ..."\\'\"#;-=@[](){}$<>!~,:./ \t\u00a0\u2028\r\n\v\x00\x1c\ufeffaé1",
  "${A}",
  "--",
  " -",
  "]]",
  "==",
];

const ENV = {
  A: "alpha",
  OPTS: "--hash=sha256:00 --pre",
  REQ: "alpha==1.0\ngamma==2 --hash=sha256:11",
  EMPTY: "",
  lower: "x",
  INC: "other.txt",
  LOOP: "${A}${LOOP}",
  HASHY: " # no comment",
};

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one(of: readonly string[]): string {
    return of[this.below(of.length)] ?? "";
  }

  often(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** Makes a lock by grammar, then breaks some of its characters, then some of its bytes. */
export function hostileLock(dice: Dice): HostileLock {
  const files = {
    "requirements.txt": encode(dice, content(dice, 1 + dice.below(6))),
    "other.txt": encode(dice, content(dice, 1 + dice.below(3))),
    "sub/more.txt": encode(dice, content(dice, 1 + dice.below(2))),
  };
  return { files, env: ENV };
}

function content(dice: Dice, lines: number): string {
  let text = "";
  for (let count = 0; count < lines; count++) text += line(dice) + dice.one(ENDS);
  return dice.often(30) ? mutate(dice, text) : text;
}

function line(dice: Dice): string {
  const parts: string[] = [];
  const shape = dice.below(10);
  if (shape < 5) parts.push(requirement(dice));
  else if (shape < 7) parts.push(dice.one(OPTIONS));
  else if (shape === 7) parts.push(dice.one(COMMENTS));
  else if (shape === 8) parts.push(dice.one(dice.often(50) ? URLS : PATHS));
  else parts.push(dice.one(VARIABLES));
  while (dice.often(55)) parts.push(tail(dice));
  return parts.reduce((text, part) => text + gap(dice) + part);
}

function gap(dice: Dice): string {
  return dice.often(30) ? dice.one(JOINTS) : dice.often(80) ? " " : dice.one(GAPS);
}

function tail(dice: Dice): string {
  const shape = dice.below(12);
  if (shape < 6) return hash(dice);
  if (shape < 8) return dice.one(OPTIONS);
  if (shape === 8) return `; ${hostileMarker(dice)}`;
  return shape === 9 ? dice.one(VARIABLES) : dice.one(COMMENTS);
}

function hash(dice: Dice): string {
  const value = `${dice.one(ALGORITHMS)}:${dice.one(HEX)}`;
  const quoted = dice.often(15) ? `"${value}"` : value;
  return dice.one(HASH_NAMES) + (dice.often(80) ? "=" : " ") + quoted;
}

function requirement(dice: Dice): string {
  const name = dice.one(NAMES) + dice.one(EXTRAS);
  const marker = dice.often(25) ? dice.one([";", " ; ", "; ", " ;"]) + hostileMarker(dice) : "";
  if (dice.often(15))
    return `${name}${dice.one([" @ ", "@", " @", "@ "])}${dice.one(URLS)}${marker}`;
  const specifier = hostileSpecifier(dice);
  return name + (dice.often(10) ? `(${specifier})` : specifier) + marker;
}

/** Makes one to three clauses, good and bad. */
export function hostileSpecifier(dice: Dice): string {
  const clauses = [dice.one(OPERATORS) + dice.one(VERSIONS)];
  while (dice.often(25)) clauses.push(dice.one(OPERATORS) + dice.one(VERSIONS));
  return clauses.join(dice.one([",", " , ", ", ", " "]));
}

/** Makes a marker of up to some levels. */
export function hostileMarker(dice: Dice): string {
  let text = dice.one(MARKERS);
  while (dice.often(35)) {
    text = `${text}${dice.one([" and ", " or ", " or(", "and "])}${dice.one(MARKERS)}`;
    if (dice.often(30)) text = `(${text})`;
    if (text.split("(").length > text.split(")").length) text += ")";
  }
  return dice.often(10) ? mutate(dice, text) : text;
}

/** Makes a version, mostly a valid one. */
export function hostileVersion(dice: Dice): string {
  const number = () => dice.one(["0", "1", "2", "10", "00", "007", "123456789012345678901"]);
  let text = dice.often(10) ? "v" : "";
  if (dice.often(15)) text += `${number()}!`;
  text += number();
  while (dice.often(45)) text += `.${number()}`;
  const mark = () => dice.one(["", ".", "-", "_"]);
  const count = () => dice.one(["", number()]);
  if (dice.often(30))
    text +=
      mark() +
      dice.one(["a", "b", "rc", "c", "alpha", "Beta", "pre", "preview"]) +
      mark() +
      count();
  if (dice.often(25)) text += mark() + dice.one(["post", "rev", "r", "POST"]) + mark() + count();
  else if (dice.often(8)) text += `-${number()}`;
  if (dice.often(25)) text += `${mark()}dev${mark()}${count()}`;
  if (dice.often(20)) text += `+${dice.one(["abc", "1", "ubuntu.1", "1_2", "a-b", "A.01"])}`;
  return dice.often(6) ? mutate(dice, text) : text;
}

function mutate(dice: Dice, text: string): string {
  let broken = text;
  do {
    const at = dice.below(broken.length + 1);
    const cut = dice.often(50) ? dice.below(4) : 0;
    const put = dice.often(70) ? dice.one(NOISE) : broken.slice(at, at + dice.below(9));
    broken = broken.slice(0, at) + put + broken.slice(at + cut);
  } while (dice.often(50));
  return broken;
}

const CODINGS = [
  "utf-8",
  "utf-7",
  "latin-1",
  "ascii",
  "unicode_escape",
  "raw_unicode_escape",
  "cp1252",
  "UTF8",
  "l1",
  "utf-16-le",
  "utf_8_sig",
  "automatic",
  "hex",
  "rot13",
  "utf-8-",
  "u8",
  "ISO-8859-1",
  "windows-1252",
  "us-ascii",
  "utf-32",
  "iso_8859-1:1987",
];
const CODING_LINES = [
  "# -*- coding: X -*-\n",
  "# vim: fileencoding=X\n",
  "#coding:X\n",
  "\n# coding=X\n",
  "  # coding: X\n",
  "a\n#coding: X\n",
  "\n\n# coding: X\n",
  "# coding: X\u2028",
];

function encode(dice: Dice, text: string): Uint8Array {
  const shape = dice.below(20);
  if (shape === 0) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  if (shape === 1) return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  if (shape === 2) return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  if (shape === 3) return utf32(text, dice.often(50));
  if (shape < 8) {
    const lines = dice.one(CODING_LINES).replace("X", dice.one(CODINGS));
    const body = dice.often(50) ? text : escapeSome(dice, text);
    return Buffer.from(lines + body, dice.often(70) ? "utf8" : "latin1");
  }
  const bytes = Buffer.from(text);
  if (shape === 8 && bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
  return bytes;
}

function escapeSome(dice: Dice, text: string): string {
  const escapes = [
    "+AAo-",
    "\\x0a",
    "\\u000a",
    "\\n",
    "\\\\u000a",
    "+",
    "+-",
    "+AA",
    "\\",
    "\\x4",
    "\\101",
    "+2D0-",
    "+2D3cAA-",
    "+AAo\n",
    "\\U0000000a",
    "+AGEAYg",
    "\\q",
  ];
  const at = dice.below(text.length + 1);
  return text.slice(0, at) + dice.one(escapes) + text.slice(at);
}

function utf32(text: string, little: boolean): Uint8Array {
  const points = ["\ufeff", ...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries()) {
    if (little) bytes.writeUInt32LE(point, at * 4);
    else bytes.writeUInt32BE(point, at * 4);
  }
  return bytes;
}
