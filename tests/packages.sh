#!/bin/sh
# packages.sh build|test: installs the Debian packages that are missing.
# packages.sh servers FOLDER: puts the packages of mail servers there, which are unpacked by the tests
# of tests/delivery in a system of their own; installed, they would not go beside each other.
# SPDX-License-Identifier: ISC
set -u

build="gcc libc6-dev make pkg-config libetpan-dev liblmdb-dev libyaml-dev libjansson-dev
	libcurl4-gnutls-dev libxml2-dev libunistring-dev libzstd-dev nettle-dev tzdata"
test="$build libcmocka-dev perl python3 jq clang clang-format mandoc procmail xz-utils bsdutils
	diffutils openssl strace cmark-gfm mutt tmux poppler-utils python3-dkim"
# Tests of systemd run where that is installed; it is not brought here.
servers="postfix:postfix:opendkim exim:exim4-daemon-light opensmtpd: dovecot:dovecot-core:dovecot-lmtpd:dovecot-sieve"

# fetch_servers FOLDER: each into a folder of its own, with what it needs.
fetch_servers() {
	for server in $servers; do
		name=${server%%:*} packages=$(echo "${server#*:}" | tr : ' ')
		mkdir -p "$1/$name/partial" || return
		[ -z "$(ls "$1/$name"/*.deb 2>/dev/null)" ] || continue
		# shellcheck disable=SC2086
		apt-get -qqy --reinstall --download-only --no-install-recommends \
			-o Dir::Cache::archives="$(cd "$1/$name" && pwd)" install ${packages:-$name} >/dev/null 2>&1 ||
			echo "packages.sh: could not fetch $name: its test is skipped" >&2
	done
}

case ${1-} in
servers) fetch_servers "${2:?folder}"; exit ;;
build) wanted=$build ;;
test) wanted=$test ;;
*) echo "usage: packages.sh build|test|servers FOLDER" >&2; exit 64 ;;
esac

if ! command -v dpkg-query >/dev/null; then
	echo "packages.sh: no Debian: taking for granted that all is there" >&2
	exit 0
fi
# lacking PACKAGE...: those that are not installed.
lacking() {
	for package; do
		status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)
		case $status in ?i*) ;; *) printf ' %s' "$package" ;; esac
	done
}
get() {
	DEBIAN_FRONTEND=noninteractive apt-get -qy "$@" >"$log" 2>&1 </dev/null
}
# A machine that was never updated has no lists yet, or lists that name packages long gone.
# shellcheck disable=SC2086
install_all() {
	echo "installing$*"
	get install --no-install-recommends $* || { get update && get install --no-install-recommends $*; }
}

log=$(mktemp) || exit 71
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
missing=$(lacking $wanted)
if [ -n "$missing" ] && [ "$(id -u)" -ne 0 ]; then
	echo "packages.sh: missing; as root: apt-get install$missing" >&2
	exit 69
fi
if [ -n "$missing" ] && ! install_all "$missing"; then
	tail -n 20 "$log" >&2
	echo "packages.sh: could not install$missing" >&2
	exit 69
fi
# 110 MB, and not on every architecture.
if [ "$1" = test ] && [ -n "$(lacking chromium)" ] && ! { [ "$(id -u)" -eq 0 ] && install_all " chromium"; }; then
	echo "packages.sh: no chromium: its tests are skipped" >&2
fi
exit 0
