# Sourced first by the tests of mail servers: runs the test again in a box, which is a copy of this
# system that is thrown away (an overlay in memory), with processes and a network of its own and the
# server's packages unpacked.  They would not go beside each other, or beside yours.
# SPDX-License-Identifier: ISC
top=$(cd "$(dirname "$0")" && while [ ! -e Makefile ]; do cd ..; done && pwd)
build=${B:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
# Where tests/packages.sh puts packages that are not to be installed.
debs=${LISTBRIEF_DEBS:-$build/debs}

# enter SERVER: the rest of the test runs in the box.
enter() {
	[ -z "${BOX-}" ] || return 0
	why=
	[ "$(id -u)" -eq 0 ] || why="not root"
	command -v unshare dpkg >/dev/null || why="no unshare, or no dpkg"
	[ -n "$(ls "$debs/$1"/*.deb 2>/dev/null)" ] || why="no $1 in $debs (sh tests/packages.sh servers $debs)"
	[ -n "$why" ] || unshare -mnpuf true 2>/dev/null || why="no namespaces may be made here"
	[ -z "$why" ] || { echo "1..0 # SKIP $why"; exit 0; }
	root=$(mktemp -d) || exit 1
	# Not exec: what was mounted is gone with the namespace, the folder is not.
	BOX=$root unshare -mnpuf --propagation private --kill-child \
		sh "$top/tests/delivery/inside.sh" "$top" "$build" "$debs/$1" "$top/tests/delivery/${0##*/}"
	code=$?
	rmdir "$root"
	exit "$code"
}
