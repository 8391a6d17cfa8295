#!/usr/bin/env bash
# Builds programs of others with Go, each version once, and prints a line `NAME-VERSION PATH` for each that is there.
# Without arguments all of them, else those named so. Runs that overlap wait for each other, program by program, so one
# may be started beside other work and another ask later for what is needed. Fails if one could not be built, after all
# others were tried. Needs bash, flock, timeout and Go, and nothing of this checkout: a build goes on while npm installs.
set -euo pipefail

# Of rekor-tiles and the timestamp authority the last that Go 1.26 builds; what is newer asks for 1.27.
readonly PROGRAMS=(
  fulcio 1.8.8 github.com/sigstore/fulcio
  rekor-tiles 2.3.0 github.com/sigstore/rekor-tiles/v2/cmd/rekor-server/posix
  timestamp-authority 2.1.3 github.com/sigstore/timestamp-authority/v2/cmd/timestamp-server
  cosign 3.1.3 github.com/sigstore/cosign/v3/cmd/cosign
  cosign 2.4.3 github.com/sigstore/cosign/v2/cmd/cosign
)
# A cold build of one takes four minutes on two cores; whoever takes five times as long is stuck.
readonly BUILD_TIME=20m
# In the user's cache and not in the checkout, so that a clean one does not build anew what cannot have changed.
readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/lockseal-peers"

# Builds aside and moves into place in one step: whoever sees the program sees all of it.
build() {
  local folder=$1 source=$2 version=$3 aside
  aside=$(mktemp -d "$CACHE/.building.XXXXXX")
  if GOBIN="$aside" timeout "$BUILD_TIME" go install "$source@v$version" >"$aside/log" 2>&1; then
    rm "$aside/log"
    chmod 755 "$aside"
    # What an interrupted run of before may have left.
    rm -rf "$folder"
    mv -T "$aside" "$folder"
  else
    printf '%s: expected go install to build %s@v%s, found: %s\n' \
      "$(basename "$folder")" "$source" "$version" "$(tail -n 1 "$aside/log")" >&2
    rm -rf "$aside"
    return 1
  fi
}

mkdir -p "$CACHE"
status=0
for ((at = 0; at < ${#PROGRAMS[@]}; at += 3)); do
  name=${PROGRAMS[at]}-${PROGRAMS[at + 1]}
  if (($# > 0)) && [[ " $* " != *" $name "* ]]; then continue; fi
  path=$CACHE/$name/$(basename "${PROGRAMS[at + 2]}")
  # One build at a time, of all checkouts: two take the memory of four.
  exec 9>"$CACHE/.lock"
  flock 9
  if [[ -x $path ]] || build "$CACHE/$name" "${PROGRAMS[at + 2]}" "${PROGRAMS[at + 1]}"; then
    printf '%s %s\n' "$name" "$path"
  else
    status=1
  fi
  exec 9>&-
done
exit "$status"
