# Sourced by every tests/*/*.t: a TAP plan, a clean temporary folder, checks.
# SPDX-License-Identifier: ISC
set -u
top=$(cd "$(dirname "$0")" && while [ ! -e Makefile ]; do cd ..; done && pwd)
build=${B:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
PATH=$build:$PATH
LC_ALL=C.UTF-8 TZ=UTC
export PATH LC_ALL TZ
unset LISTBRIEF_CONFIG LISTBRIEF_TEMPLATES XDG_CONFIG_HOME SOURCE_DATE_EPOCH
corpora=${LISTBRIEF_CORPORA:-$top/../shared/corpora}
reference=${LISTBRIEF_REFERENCE:-$top/../shared/reference}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/listbrief.XXXXXX") || exit 1
HOME=$tmp
export HOME
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
count=0

# ok WHAT COMMAND...: the command succeeds.
ok() {
	what=$1; shift
	count=$((count + 1))
	if "$@" >"$tmp/.out" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		sed 's/^/# /' "$tmp/.out" | head -40
	fi
}

# is WHAT GOT WANTED
is() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf '%s\n' "got:" "$2" "wanted:" "$3" | sed 's/^/# /' | head -40
	fi
}

# exits WHAT CODE COMMAND...: the exact exit code; stdin is passed on.
exits() {
	what=$1 want=$2; shift 2
	count=$((count + 1))
	"$@" >"$tmp/.out" 2>"$tmp/.err"
	code=$?
	if [ "$code" -eq "$want" ]; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what (exit $code, wanted $want)"
		cat "$tmp/.out" "$tmp/.err" | sed 's/^/# /' | head -40
	fi
}

# says WHAT PATTERN: the last exits' stderr is one line that matches.
says() {
	count=$((count + 1))
	if [ "$(wc -l <"$tmp/.err")" -eq 1 ] && grep -qE -- "$2" "$tmp/.err"; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		sed 's/^/# /' "$tmp/.err" | head -10
	fi
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# skip WHAT WHY
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

finish() {
	echo "1..$count"
}

# config_for LIST [LANGUAGE [ZONE]]: writes $tmp/config.yaml and points LISTBRIEF_CONFIG at it.
config_for() {
	cat >"$tmp/config.yaml" <<EOF
store: $tmp/store
lists:
  $1:
    title: $1
    address: $1@lists.example.org
    language: ${2:-en}
    timezone: ${3:-UTC}
    archive: https://lists.example.org/r/{message_id}
    digest: { from: "$1 digest <$1-digest@example.org>" }
EOF
	LISTBRIEF_CONFIG=$tmp/config.yaml
	export LISTBRIEF_CONFIG
}
