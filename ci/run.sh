#!/bin/sh
# Runs Lockseal with arguments that come as one text, split at blanks and line ends: no quote, pattern or variable in it
# means anything, so that a branch or a file cannot become a command by its name.
#
# LOCKSEAL_PROGRAM    what ci/install.sh printed
# LOCKSEAL_ARGUMENTS  such as "gate --release"; empty: nothing is run, and the program stays on the path
set -euf

if [ -z "${LOCKSEAL_ARGUMENTS-}" ]; then exit 0; fi
IFS=' 	
'
# shellcheck disable=SC2086 # Split on purpose.
exec "$LOCKSEAL_PROGRAM" $LOCKSEAL_ARGUMENTS
