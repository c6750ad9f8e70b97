#!/bin/sh
# packages.sh build|test: installs the Debian packages that are missing.
# SPDX-License-Identifier: ISC
set -u

build="gcc libc6-dev make pkg-config libetpan-dev liblmdb-dev libyaml-dev libjansson-dev
	libcurl4-gnutls-dev libxml2-dev libunistring-dev libzstd-dev nettle-dev tzdata"
test="$build libcmocka-dev perl python3 jq clang clang-format mandoc procmail xz-utils bsdutils
	diffutils strace"
# Tests of sieve, maildrop and systemd run where those are installed; they bring services with them,
# so they are not brought here.

case ${1-} in
build) wanted=$build ;;
test) wanted=$test ;;
*) echo "usage: packages.sh build|test" >&2; exit 64 ;;
esac

if ! command -v dpkg-query >/dev/null; then
	echo "packages.sh: no Debian: taking for granted that all is there" >&2
	exit 0
fi
missing=
for package in $wanted; do
	status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)
	case $status in ?i*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
	echo "packages.sh: missing; as root: apt-get install$missing" >&2
	exit 69
fi
log=$(mktemp) || exit 71
trap 'rm -f "$log"' EXIT
get() {
	DEBIAN_FRONTEND=noninteractive apt-get -qy "$@" >"$log" 2>&1 </dev/null
}
echo "installing$missing"
# A machine that was never updated has no lists yet, or lists that name packages long gone.
# shellcheck disable=SC2086
if ! get install --no-install-recommends $missing; then
	if ! { get update && get install --no-install-recommends $missing; }; then
		tail -n 20 "$log" >&2
		echo "packages.sh: could not install$missing" >&2
		exit 69
	fi
fi
