// What hostile files are made of: each list has the usual, the allowed and the wrong.

// biome-ignore format: a table
export const NAMES: readonly string[] = [
  "alpha", "Beta_x", "a.b-c", "x", "A--b", "аlpha", "alphaé", "zope.interface", "-x", "1st",
];
// biome-ignore format: a table
export const VERSIONS: readonly string[] = [
  "1.0", "1", "1.0.0", "v1.0", "1!2.0", "1.0rc1", "1.0.post1", "1.0-1", "1.0.dev3",
  "1.0+local.1", "1.*", "1.0.*", "2024.01", "1.0a", "1.0.alpha-1", "1.0_r2", "", "1..0", "x",
  "１.0", "1.0prevıew", "1.0.poſt1", "1.0,foo", "1.0 ", "01.00",
];
// biome-ignore format: a table
export const OPERATORS: readonly string[] = [
  "==", "===", "~=", "!=", "<=", ">=", "<", ">", "=", "=>", "== ", " == ", "==\u00a0",
];
export const EXTRAS: readonly string[] = [
  "",
  "",
  "",
  "[x]",
  "[X,y]",
  " [ x , y ]",
  "[]",
  "[x",
  "[x y]",
  "[x,]",
  "[Big_One]",
];
// biome-ignore format: a table
export const MARKERS: readonly string[] = [
  'python_version >= "3"', "python_version<'3'", 'os.name == "posix"', 'sys_platform=="win32"',
  '"linux" in sys_platform', '"3.8" <= python_full_version', 'extra == "Test_X"',
  "python_implementation=='CPython'", 'platform.version != "a\\x41"', 'os_name == "a\\"',
  '"a" == "b"', "os_name == sys_platform", 'python_version in "3.8 3.9"',
  'python_version not in "2.7"', 'python_version ~= "3.0"', 'os_name ~= "x"',
  'platform_release >= "5.0"', 'python_versio > "3"', '("a"=="a")', 'extras == "x"',
  '"x" in extras', 'python_version === "3.11"', 'implementation_version>="3.11.0rc1"',
  'python_version >= "3.x"', '"\\u0041"!=os_name', "platform_machine not  in 'x86 arm'", "not",
  "", "()", '"dev" not in dependency_groups', 'python_version > "3.11"and os_name=="posix"',
];
// biome-ignore format: a table
export const HEX: readonly string[] = [
  "5afa2d129b9dba22cfa88273832b3fbd9b77ef543cabda40c113fb4717288ad7", "ABCDEF", "00", "",
];
export const HASH_NAMES: readonly string[] = [
  "--hash",
  "--hash",
  "--hash",
  "--has",
  "--h",
  "--HASH",
  "--hashes",
  "-hash",
];
export const ALGORITHMS: readonly string[] = [
  "sha256",
  "sha256",
  "sha384",
  "sha512",
  "SHA256",
  "md5",
  "",
  "sha256 ",
  "sha1",
];
// biome-ignore format: a table
export const OPTIONS: readonly string[] = [
  "-r other.txt", "-rother.txt", "-r=other.txt", "--requirement other.txt", "--req=other.txt",
  "-c other.txt", "--constraint=other.txt", "-c sub/more.txt", "-r sub/more.txt",
  "-r requirements.txt", "-r nope.txt", `-r \${INC}`, "-r ./sub/../other.txt",
  "--require-hashes", "--no-require-hashes", "--no-req", "--require", "--pre", "--pr", "--p",
  "--no-index", "--no-i", "--no", "--index-url https://a/b", "-i x", "-ix", "--pypi-url=x",
  "--extra-index-url x", "--find-links ./wheels", "-f", "--only-binary :all:", "--only-b=:none:",
  "--no-binary a,B_c,:all:,d", "--no-binary=a --only-binary=A,b", "--only-binary=:all:,:none:,x",
  "--no-binary -x", "--prefer-binary", "--trusted-host h", "--use-feature fast-deps",
  "--use-feature nope", "--use-feature truststore", "--all-releases :all:", "--only-final x,y",
  "--only-final=-y", "--config-settings a=b", "-C a=b -C a=c -C a=d", "-Ca",
  "--config-settings=x", "-e ./localdir", "-e localdir[x,Y]",
  "-e git+https://h/r.git@abc#egg=Name", "-e git:x#egg=n", "-e ''", "-e .", "-e https://h/x",
  "-e 'foo[a] @ git+ssh://h/r ; os_name==\"x\"'", "-e svn+http://h/r", "-e file:///x#egg=y",
  "-e ./localdir -e ./other", "--", "-", "--=", "---", "--pre=1", "--frobnicate", "-x", "-é",
  "--uploaded-prior-to=P1D", "'--pre'", '"--no-index', "\\--pre", '--trusted-host="a b"c',
  "junk", "--hash=sha256:'a b'", '--hash=sha256:"a\\"b\\c"', "-r other.txt --require-hashes",
  "-r other.txt -r sub/more.txt",
];
// biome-ignore format: a table
export const URLS: readonly string[] = [
  "https://h/alpha-1.0-py3-none-any.whl", "https://h/a.tar.gz#egg=alpha",
  "https://h/a.zip#sha256=00&egg=a[x]", "file:///x/alpha-1.0.tar.gz", "file://host/x.zip",
  "FILE:///x.zip", "file:./x.zip", "file:///x/../y.whl", "git+https://h/r@v1#egg=n",
  "git+file:///r", "https://[::1]/x", "https://[x/y", "https://h/a;b",
  "https://h/a%20b%2Fc-1.0-py3-none-any.whl", "http://u:p@h/x.tar.gz", "ftp://h/x", "ssh://h/x",
  "https:/x", "https://h/Alpha_B-1.0.0-1-py2.py3-none-any.whl?x=1#md5=0",
  "https://h/a__b-1-py3-none-any.whl", "https://h/a-x-py3-none-any.whl", "https://h/#egg=",
  "https://h/#egg=ſ&", "HTTPS://h/x.ZIP",
];
// biome-ignore format: a table
export const PATHS: readonly string[] = [
  "./localdir", "localdir", "./localdir[x]", "../x.whl", "./alpha-1.0-py3-none-any.whl",
  "alpha-1.0.tar.gz", "./a b.zip", "a@1.0.zip", "./a@1.zip", ".", "..", "./nope", "a/b==1.0",
  "./x.whl[extra]", "./x.TAR.GZ", ".zip", "x.tar", "./é.zip", "alpha-1.0.zip;os_name=='x'",
  "alpha[X]", "~/x.zip", "//x/y.zip", "alpha==1.0.zip",
  "./a-1-py3-none-any.whl ; os_name == 'x'",
];
// biome-ignore format: a table
export const ENDS: readonly string[] = [
  "\n", "\n", "\n", "\n", "\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85",
  "\u2028", "\u2029", "\n\n", "",
];
// biome-ignore format: a table
export const JOINTS: readonly string[] = [
  " \\\n    ", " \\\n", "\\\n", "\\\\\n", "\\ \n", " \\\r\n    ", " \\\n# c\n", " \\\n\n",
  "\\\n\\", " \\\n\t", " \\\u2028",
];
// biome-ignore format: a table
export const COMMENTS: readonly string[] = [
  "# note", " # note", "#x \\", "  # note \\", "\t#c", "\u00a0#c", "x#y", " #", "#\\", "\x1f# c",
];
export const GAPS: readonly string[] = [" ", " ", " ", "  ", "\t", "\u00a0", "", "\u3000", "\x1f"];
// biome-ignore format: a table
export const VARIABLES: readonly string[] = [
  `\${A}`, `\${OPTS}`, `\${REQ}`, `\${EMPTY}`, `\${UNSET}`, `\${lower}`, "$A", `\${A`,
  `\${LOOP}`, `\${HASHY}`, `\${INC}`,
];
// biome-ignore format: a table
export const NOISE: readonly string[] = [
  ..."\\'\"#;-=@[](){}$<>!~,:./ \t\u00a0\u2028\r\n\v\x00\x1c\ufeffaé1", `\${A}`, "--", " -",
  "]]", "==",
];

/** What the variables of the pieces stand for. */
export const ENV: Readonly<Record<string, string>> = {
  A: "alpha",
  OPTS: "--hash=sha256:00 --pre",
  REQ: "alpha==1.0\ngamma==2 --hash=sha256:11",
  EMPTY: "",
  lower: "x",
  INC: "other.txt",
  LOOP: `\${A}\${LOOP}`,
  HASHY: " # no comment",
};
