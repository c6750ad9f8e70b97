#!/bin/sh
# The subscriber list by hand: add, remove, list, import, and what each says when it is wrong.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for ember
SOURCE_DATE_EPOCH=1760313600
export SOURCE_DATE_EPOCH
members() {
	listbrief-members ember "$@"
}
all() {
	members list
}

is "a list starts without members" "$(all)" ""
is "add" "$(members add ada@example.com "Ada Holm")" "ada@example.com is now a member"
is "add without a name" "$(members add bo@example.net)" "bo@example.net is now a member"
is "add as it stands in a mail" "$(members add '"Li, Wen" <wen@example.org>')" \
    "wen@example.org is now a member"
is "a name beyond ASCII" "$(members add ayumi@example.net 神田歩美)" \
    "ayumi@example.net is now a member"
is "list, by address" "$(all)" "Ada Holm <ada@example.com>
神田歩美 <ayumi@example.net>
bo@example.net
Li, Wen <wen@example.org>"

is "who is there is not added again" "$(members add ADA@example.com)" \
    "ADA@example.com is a member already"
is "a new name takes the old one's place" "$(members add ada@example.com "Ada H.")" \
    "ada@example.com has a new name"
is "the address is kept as it was first given" "$(all | head -n 1)" "Ada H. <ada@example.com>"
is "the day of joining too" "$(SOURCE_DATE_EPOCH=1760400000 members add ada@example.com Ada >/dev/null
	members list --json | jq -r '.[0].since')" "2025-10-13T00:00:00+00:00"
is "list --json" "$(members list --json | jq -c 'map([.address, .name])')" \
    '[["ada@example.com","Ada"],["ayumi@example.net","神田歩美"],["bo@example.net",""],["wen@example.org","Li, Wen"]]'
is "remove, in either case of letters" "$(members remove Bo@example.net)" \
    "Bo@example.net is no longer a member"
exits "remove who is no member" 65 members remove bo@example.net
says "says so" 'remove bo@example.net: not a member'
is "-q says nothing" "$(listbrief-members -q ember add bo@example.net)" ""

# What list prints, import takes.
all >"$tmp/before"
for address in $(members list --json | jq -r '.[].address'); do
	members remove "$address" >/dev/null
done
is "all removed" "$(all)" ""
is "import" "$(members import <"$tmp/before")" "4 new, 0 renamed, 0 were members already"
is "import of a list gives the list" "$(all)" "$(cat "$tmp/before")"
is "import twice changes nothing" "$(members import <"$tmp/before")" \
    "0 new, 0 renamed, 4 were members already"
i=0
for name in '#define' '# suspended: Bo' '"Quoted"' '"a" or "b"' '"' '""' "'x'" 'a <b@example.com>'; do
	i=$((i + 1))
	members add "odd$i@example.com" "$name" >/dev/null
done
members list --json | jq -r '.[] | select(.address | startswith("odd")) | .address, .name' >"$tmp/odd"
all >"$tmp/with"
for i in $(seq 8); do
	members remove "odd$i@example.com" >/dev/null
done
is "and whatever their names are" "$(members import <"$tmp/with")" "8 new, 0 renamed, 4 were members already"
is "they keep them" "$(members list --json | jq -r '.[] | select(.address | startswith("odd")) | .address, .name')" \
    "$(cat "$tmp/odd")"
for i in $(seq 8); do
	members remove "odd$i@example.com" >/dev/null
done
is "comments, blank lines, CRLF, one address twice" "$(printf \
    '# team\r\n\r\n  Cy <cy@example.com>\r\ncy@example.com\n\t# more\nAda B. <ada@example.com>' |
    members import)" "1 new, 1 renamed, 1 were members already"
is "import of nothing" "$(members import </dev/null)" "0 new, 0 renamed, 0 were members already"

all >"$tmp/before"
cat >"$tmp/wrong" <<'EOF'
good@example.com
# a comment counts as a line
Eve <eve@example.com
eve@example.com>
eve at example.com
EOF
exits "import with wrong lines" 65 members import <"$tmp/wrong"
is "each wrong line is named" "$(cut -d: -f2- "$tmp/.err")" \
    ' import line 3: "Eve <eve@example.com": not an address
 import line 4: "eve@example.com>": ">" without "<"
 import line 5: "eve at example.com": not an address
 import: nobody was added: 3 wrong lines'
is "nobody was added" "$(all)" "$(cat "$tmp/before")"
exits "import of a thousand wrong lines" 65 members import <<EOF
$(seq 1000)
EOF
is "names the first twenty" "$(wc -l <"$tmp/.err")" 21

# What must not become an argument of a mailer, a header field, or a surprise on a terminal.
while IFS= read -r address; do
	exits "add '$address'" 65 members add -- "$address"
	says "  in one line" 'not an address'
done <<'EOF'

ada
@example.com
ada@
ada@example@com
-oQ/tmp@example.com
ada@example.com,eve@example.com
ada b@example.com
"ada b"@example.com
ada@exämple.com
<ada@example.com
Ada <>
EOF
exits "an address with a line end" 65 members add "ada@example.com
Bcc: eve@example.com"
exits "an address of 255 bytes" 65 members add "a@$(printf '%0253d' 0 | sed 's/.\{60\}/&./g' | cut -c1-249).com"
exits "a name with an escape" 65 members add eve@example.com "$(printf 'Eve\033[2J')"
says "says so" 'control or invisible'
exits "a name that is not UTF-8" 65 members add eve@example.com "$(printf 'Ev\351')"
says "says so" 'not UTF-8'
exits "a name of 201 bytes" 65 members add eve@example.com "$(printf '%0201d' 0)"
says "says so" 'too long'
is "a name of 200 bytes" "$(members add fay@example.com "$(printf '%0200d' 0)")" \
    "fay@example.com is now a member"

# The command line.
exits "no command" 64 listbrief-members ember
says "says so" 'LIST and a command are wanted'
exits "a command that does not exist" 64 members frobnicate
says "says so" 'no such command: frobnicate'
exits "add without an address" 64 members add
exits "remove with two" 64 members remove a@example.com b@example.com
exits "--json is for list" 64 members remove --json a@example.com
exits "a list that is not configured" 78 listbrief-members nope list
says "says where it looked" "nope: no such list in $tmp/config.yaml"
exits "no configuration" 78 listbrief-members -c "$tmp/none.yaml" ember list
exits "--help" 0 listbrief-members --help
exits "--version" 0 listbrief-members --version
if [ -e /dev/full ]; then
	exits "a full stdout" 74 sh -c 'listbrief-members ember list >/dev/full'
fi
finish
