#!/bin/sh
# Installs one version of Lockseal, by the digest of what was published, with the dependencies that its own lock file names.
# Asks for nothing else: no newest version, no script of a package, no configuration of the checkout that is to be judged.
#
# LOCKSEAL_VERSION    such as 1.2.3, to the letter
# LOCKSEAL_INTEGRITY  SHA-512 of its tarball in base64 after "sha512-", as npm's lock files have it
# LOCKSEAL_FOLDER     a folder to make another in; default: that of temporary files
#
# Prints the path of the program; in GitHub Actions also as the output "program".
set -eu

refuse() {
  if [ "${GITHUB_ACTIONS-}" = true ]; then printf '::error title=Lockseal was not installed::%s\n' "$1"; fi
  printf '%s\n  next: %s\n' "$1" "$2" >&2
  exit 2
}

version=${LOCKSEAL_VERSION-} integrity=${LOCKSEAL_INTEGRITY-}
case $version in
  '' | *[!0-9A-Za-z.-]* | [!0-9]*) exact= ;;
  *.*.*) exact=yes ;;
  *) exact= ;;
esac
[ -n "$exact" ] || refuse "version: expected an exact one such as 1.2.3, found '$version'" "name the version, with its integrity"
case $integrity in
  sha512-*) ;;
  *) refuse "integrity: expected sha512- and the digest in base64, found '$integrity'" "take it from the page of the release $version" ;;
esac

# The first Node that is new enough: of the path, or of those that the runner keeps ready.
node=
for candidate in "$(command -v node || true)" "${RUNNER_TOOL_CACHE-/nonexistent}"/node/*/*/bin/node; do
  if [ -x "$candidate" ] && "$candidate" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 25 || (a === 24 && b >= 15) ? 0 : 1)'; then
    node=$candidate
    break
  fi
done
[ -n "$node" ] || refuse "expected Node 24.15 or newer, found $(node --version 2>/dev/null || echo none)" "set up Node 24 in a step before this one"

# Outside of the checkout, whose .npmrc is its author's.
folder=$(mktemp -d "${LOCKSEAL_FOLDER:-${TMPDIR:-/tmp}}/lockseal-XXXXXX")
cd "$folder"
npm pack --loglevel=error "lockseal@$version" >/dev/null ||
  refuse "lockseal@$version: expected npm to fetch it, found that it could not" "look at npm's registry setting and the network"
found=$("$node" -e '
  const name = require("node:fs").readdirSync(".").find((one) => one.endsWith(".tgz"));
  const bytes = require("node:fs").readFileSync(name);
  console.log(`sha512-${require("node:crypto").createHash("sha512").update(bytes).digest("base64")}`);
')
if [ "$found" != "$integrity" ]; then
  refuse "lockseal@$version: expected $integrity, found $found; nothing of it was run" "do not try again blindly: compare with the page of the release"
fi
tar -xzf ./*.tgz
cd package
# npm publishes no lock file by its own name.
cp dist/npm-lock.json package-lock.json
npm ci --loglevel=error --omit=dev --ignore-scripts --no-audit --no-fund >/dev/null ||
  refuse "lockseal@$version: expected npm to install what it needs, found that it could not" "look at what npm says above"

# A name to start it by, with the Node that was found, for the steps that follow.
mkdir "$folder/bin"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$node" "$folder/package/dist/bin/lockseal.js" >"$folder/bin/lockseal"
chmod 755 "$folder/bin/lockseal"
if [ -n "${GITHUB_PATH-}" ]; then printf '%s\n' "$folder/bin" >>"$GITHUB_PATH"; fi
if [ -n "${GITHUB_OUTPUT-}" ]; then printf 'program=%s\n' "$folder/bin/lockseal" >>"$GITHUB_OUTPUT"; fi
printf '%s\n' "$folder/bin/lockseal"
