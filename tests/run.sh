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

step packages
sh tests/packages.sh test
step lint
make -s lint
step clang
build build-clang CC=clang CFLAGS="-O1 -g -Werror"
rm -rf build-clang
step gcc
build build CFLAGS="-O2 -g -Werror"
make -s CFLAGS="-O2 -g -Werror" check
step "gcc, with sanitizers"
exec make -s -j"$(nproc)" asan
