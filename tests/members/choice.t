#!/bin/sh
# What a member chose, by hand: set, unset, list, import, and what each says when it is wrong.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for ember
members() {
	listbrief-members ember "$@"
}
members -q add ada@example.com "Ada Holm"
members -q add bo@example.com

is "set" "$(members set ADA@example.com language=zh-cn depth=Overview subject='KVM: arm64' subject=ember \
    author=Tomasz path=fs/ember category=bug-report mine=yes)" "ada@example.com
	language=zh-CN
	depth=overview
	subject=KVM: arm64
	subject=ember
	author=Tomasz
	path=fs/ember
	category=Bug Report
	mine=yes"
is "list tells it" "$(members list | sed -n '2,4p')" "	language=zh-CN
	depth=overview
	subject=KVM: arm64"
is "of others it tells nothing" "$(members list | tail -n 1)" bo@example.com
is "as JSON too" "$(members list --json | jq -c 'map(.choice)')" \
    '[{"language":"zh-CN","depth":"overview","filters":{"subject":["KVM: arm64","ember"],"author":["Tomasz"],"path":["fs/ember"],"category":["Bug Report"],"mine":true}},{"language":null,"depth":"standard","filters":{"subject":[],"author":[],"path":[],"category":[],"mine":false}}]'
is "a field that is set again is set anew" "$(members set ada@example.com subject=x=y depth=full mine=no)" \
    "ada@example.com
	language=zh-CN
	depth=full
	subject=x=y
	author=Tomasz
	path=fs/ember
	category=Bug Report"
is "the same twice is once" "$(members set bo@example.com author=a author=a)" "bo@example.com
	author=a"
is "an empty value takes it away" "$(members set ada@example.com subject= language=)" "ada@example.com
	depth=full
	author=Tomasz
	path=fs/ember
	category=Bug Report"
is "so does unset" "$(members unset ada@example.com depth author category)" "ada@example.com
	path=fs/ember"
is "unset alone takes all" "$(members unset ada@example.com)" ada@example.com
is "-q says nothing" "$(members -q set ada@example.com mine=yes)" ""

# What is wrong changes nothing.
members list >"$tmp/before"
# wrong CODE SAYS ARGUMENT...
wrong() {
	code=$1 pattern=$2; shift 2
	exits "set $*" "$code" members set ada@example.com depth=full "$@"
	says "says so" "$pattern"
}
wrong 64 'frob=1: no such choice: there are language, depth,' frob=1
wrong 64 'subject: no such choice' subject
wrong 64 '=x: no such choice' =x
wrong 65 'language=tlh: there are no templates for this language' language=tlh
wrong 65 'there are no templates' language=../en
wrong 65 'there are no templates' language=.
wrong 65 'wanted overview, standard or full' depth=deep
wrong 65 'wanted yes or no' mine=maybe
wrong 65 'wanted Bug Report, GIT PULL, RFC,' category=Patches
wrong 65 'not a clean text of at most 100 bytes' subject="$(printf 'a\033[2Jb')"
wrong 65 'not a clean text' author="$(printf 'a\nb')"
wrong 65 'not a clean text' author="$(printf '\342\200\256b')"
wrong 65 'not a clean text' path="$(printf '\377')"
exits "who is no member" 65 members set cy@example.com depth=full
says "says so" 'set cy@example.com: not a member'
exits "unset what there is not" 64 members unset ada@example.com frob
exits "set nothing" 64 members set ada@example.com
exits "unset nobody" 64 members unset
is "nothing has changed" "$(members list)" "$(cat "$tmp/before")"

# Bounds.
long=$(printf '%0100d' 0)
exits "a filter of 100 bytes" 0 members set bo@example.com subject="$long"
exits "of 101" 65 members set bo@example.com subject="0$long"
set --
for n in $(seq 16); do set -- "$@" "author=n$n"; done
exits "16 filters" 0 members set bo@example.com subject= "$@"
exits "17" 65 members set bo@example.com path=p
says "says so" 'path=p: that would be more than 16 filters'
exits "17 at once" 65 members set bo@example.com "$@" author=n17
is "the 16 stand" "$(members list | grep -c author=)" 16

# What list prints, import takes.
members list >"$tmp/before"
members -q remove ada@example.com
members -q remove bo@example.com
is "import" "$(members import <"$tmp/before")" "2 new, 0 renamed, 0 were members already"
is "gives what was listed" "$(members list)" "$(cat "$tmp/before")"
is "who has no lines keeps what there was" "$(echo bo@example.com | members -q import; members list)" \
    "$(cat "$tmp/before")"
is "one with lines gets those" "$(printf 'Cy <cy@example.com>\n  depth = full\r\n	subject=a b\n' |
    members import; members list | tail -n 3)" "1 new, 0 renamed, 0 were members already
Cy <cy@example.com>
	depth=full
	subject=a b"
members list >"$tmp/before"
cat >"$tmp/wrong" <<END
	depth=full
ok@example.com
	depth=full
	depth=fuller
dee@example.com

	depth=full
END
exits "lines that are wrong" 65 members import <"$tmp/wrong"
is "are named" "$(cut -d: -f2- "$tmp/.err")" ' import line 1: "depth=full": no member stands above it
 import line 4: "depth=fuller": wanted overview, standard or full
 import line 7: "depth=full": no member stands above it
 import: nobody was added: 3 wrong lines'
is "and nobody was added" "$(members list)" "$(cat "$tmp/before")"
printf 'bo@example.com\n\tpath=a\n' | members import >/dev/null 2>"$tmp/err"
ok "what is too much with what is there is said" grep -q 'left out.*path=a: that would be more than 16' "$tmp/err"

# A choice outlives all but leaving.
members -q add bo@example.com Bo
ok "a new name" sh -c "listbrief-members ember list | grep -q author=n16"
members -q remove bo@example.com && members -q add bo@example.com
is "who left and came back chose nothing" "$(members list | grep -c author=)" 0
finish
