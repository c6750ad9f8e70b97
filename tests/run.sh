#!/bin/sh
# All there is to check, on a fresh Debian 12 too: lint, gcc and clang without a warning, every
# test, every test again under AddressSanitizer and UndefinedBehaviorSanitizer.
# SPDX-License-Identifier: ISC
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C.UTF-8
export LC_ALL

step() {
	printf '\n== %s\n' "$*"
}
# build FOLDER [VARIABLE=VALUE...]: the programs and the unit tests.
build() {
	folder=$1; shift
	make -s -j"$(nproc)" B="$folder" "$@" all \
	    $(ls tests/unit/*.c | sed "s,tests/unit/\(.*\)\.c,$folder/tests/\1,")
}

# One step that fails does not keep the others from telling what they know.
failed=
step packages
sh tests/packages.sh test
step lint
make -s lint || failed="$failed lint"
step clang
build build-clang CC=clang CFLAGS="-O1 -g -Werror" || failed="$failed clang"
rm -rf build-clang
step gcc
build build CFLAGS="-O2 -g -Werror" || failed="$failed gcc"
make -s CFLAGS="-O2 -g -Werror" static || failed="$failed static"
make -s CFLAGS="-O2 -g -Werror" long || failed="$failed long"
step faults
make -s CFLAGS="-O2 -g -Werror" faults || failed="$failed faults"
step delivery
sh tests/packages.sh servers build/debs
make -s CFLAGS="-O2 -g -Werror" delivery || failed="$failed delivery"
step "gcc, with sanitizers"
make -s -j"$(nproc)" asan || failed="$failed asan"
[ -z "$failed" ] || {
	echo "failed:$failed" >&2
	exit 1
}
