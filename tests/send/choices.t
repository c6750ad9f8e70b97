#!/bin/sh
# Members with choices of their own: five of them, in three forms, delivered into Maildirs.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/send.sh"
sample_list
cat >"$tmp/mailer" <<'END'
#!/bin/sh
# A Maildir for each address.
box=$1/box/$5
mkdir -p "$box/new" "$box/cur" "$box/tmp"
cat >"$box/tmp/mail" && mv "$box/tmp/mail" "$box/new/$(ls "$box/new" | wc -l)"
[ ! -e "$1/answer.$5" ] || . "$1/answer.$5"
END
listbrief-members -q emberfs import <<'END'
ada@example.com
bo@example.com
	language=zh-CN
	depth=overview
cy@example.com
	category=PATCH
	author=Oleg
dee@example.com
	depth=overview
	language=zh-CN
eve@example.com
END
at 2025-10-20T06:00:00Z
W="--since 2025-10-13 --until 2025-10-20"
exits "five members" 0 send -v $W
ok "in three forms" grep -q 'emberfs: 5 copies in 3 forms' "$tmp/.err"
is "each has one" "$(ls "$tmp"/box/*/new | grep -c '^[0-9]')" 5

cat >"$tmp/compare.py" <<'END'
import email, email.policy, json, re, subprocess, sys
tmp = sys.argv[1]
W = ["--since", "2025-10-13", "--until", "2025-10-20"]
def report(*words):
    return subprocess.run(["listbrief-report"] + W + list(words) + ["emberfs"], check=True, stdout=subprocess.PIPE).stdout
def mail(name):
    with open(f"{tmp}/box/{name}@example.com/new/0", "rb") as f:
        m = email.message_from_binary_file(f, policy=email.policy.default)
    assert not m.defects and not [d for v in m.values() for d in v.defects]
    return m
def text(m, kind="plain"):
    return m.get_body((kind,)).get_content().replace("\r\n", "\n")
mails = {n: mail(n) for n in ("ada", "bo", "cy", "dee", "eve")}
same = lambda a, b: (mails[a].get_body(("plain",)).get_content() == mails[b].get_body(("plain",)).get_content()
                     and mails[a]["Message-ID"] == mails[b]["Message-ID"])
assert same("ada", "eve") and same("bo", "dee")
assert len({m["Message-ID"] for m in mails.values()}) == 3
for name, m in mails.items():
    # What a member gets is what --for prints.
    made = re.compile(r"(?m)^(Made|生成时间).*$")
    want = report("--for", name + "@example.com", "--format", "text").decode()
    assert made.sub("", text(m)) == made.sub("", want), name
    assert m["Content-Language"] == ("zh-CN" if name in ("bo", "dee") else "en")
    assert name + "@example.com" == m["To"].addresses[0].addr_spec
    assert "unsubscribe" in m["List-Unsubscribe"] and m["List-Id"] and m["Auto-Submitted"] == "auto-generated"
    assert len(text(m, "html").encode()) <= 95000
    assert "emberfs-digest@example.org" in text(m) and "help" in text(m)
whole = json.loads(report("--format", "json"))
one = json.loads(report("--for", "cy@example.com", "--format", "json"))
# Exactly those that a filter asks for, and the rest is counted.
asked = [t["id"] for t in whole["threads"] if t["category"] == "PATCH"
         or any(m["new"] and "oleg" in m["from"]["name"].lower() for m in t["mails"])]
assert [t["id"] for t in one["threads"]] == asked and 6 < len(asked) < len(whole["threads"])
left = one["choice"]["left_out"]
for total, key in (("threads", "threads"), ("messages", "messages")):
    assert one["totals"][total] + left[key] == whole["totals"][total]
assert sum(c["threads"] for c in one["categories"]) == one["totals"]["threads"] == len(asked)
assert {i for o in one["overview"] for i in o["threads"]} <= set(asked)
assert f"Your filters leave out {left['threads']} threads with {left['messages']} mails." in text(mails["cy"])
assert f"{len(asked)} threads" in mails["cy"]["Subject"]
# The overview alone: every thread in it by its link, and none with its mails.
bo = text(mails["bo"])
for item in whole["overview"]:
    if item["kind"] == "applied":
        assert item["text"][:20] in bo
assert "lists.example.org/r/" in bo and "[1]" not in bo and "各主题的邮件列表" not in bo
assert "#1" not in bo and "<details" not in text(mails["bo"], "html")
assert "[1]" in text(mails["ada"]) and "Your filters" not in text(mails["ada"])
END
ok "each is what was chosen" python3 "$tmp/compare.py" "$tmp"

# A filter that leaves nothing.
listbrief-members -q emberfs set cy@example.com category= author= subject=zzz
rm -rf "$tmp/box"
at 2025-10-21T06:00:00Z
exits "nothing for one" 0 send --since 2025-10-13 --until 2025-10-19
is "who gets nothing" "$(ls "$tmp/box" | tr '\n' ' ')" "ada@example.com bo@example.com dee@example.com eve@example.com "
sed -i 's/digest: {/digest: { quiet: line,/' "$tmp/config.yaml"
rm -rf "$tmp/box"
exits "quiet: line" 0 send --since 2025-10-13 --until 2025-10-18
is "is told in a line" "$(python3 - "$tmp/box/cy@example.com/new/0" <<'END'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(" ".join(m.get_body(("plain",)).get_content().split()))
END
)" "Nothing you asked for on emberfs from 13 October 2025 to 17 October 2025. Your filters leave out 16 threads with 59 mails."
sed -i 's/ quiet: line,//' "$tmp/config.yaml"
for name in ada bo cy dee eve; do listbrief-members -q emberfs remove $name@example.com; done
listbrief-members -q emberfs add fay@example.com
listbrief-members -q emberfs set fay@example.com subject=zzz
exits "nothing for all" 0 send --since 2025-10-13 --until 2025-10-17
is "the window is told all the same" "$(listbrief-report --status emberfs | tail -n 1 | cut -f3,5,6)" \
    "2025-10-17T00:00:00+02:00	sent 2025-10-21T08:00:00+02:00	"

# The choice when the digest was frozen counts, and no later one.
listbrief-members -q emberfs set fay@example.com subject= depth=overview
rm -rf "$tmp/box"
answer fay@example.com 'exit 75'
exits "put off" 75 send --since 2025-10-13 --until 2025-10-16
listbrief-members -q emberfs set fay@example.com depth=full language=zh-CN
rm "$tmp/answer.fay@example.com"
at 2025-10-22T06:00:00Z
exits "sent again" 0 listbrief-report -q --resend emberfs
ok "with the same bytes" cmp "$tmp/box/fay@example.com/new/0" "$tmp/box/fay@example.com/new/1"

# full cuts no list; a language whose templates are gone falls back to the list's.
listbrief-report --since 2025-10-13 --until 2025-10-20 --format html emberfs >"$tmp/standard.html"
listbrief-report --since 2025-10-13 --until 2025-10-20 --format html --for fay@example.com emberfs >"$tmp/full.html"
is "standard folds long lists in" "$(grep -c '<details>' "$tmp/standard.html")" "$(jq '[.threads[] | select((.mails | length) > 6)] | length' <<END
$(listbrief-report --since 2025-10-13 --until 2025-10-20 --format json emberfs)
END
)"
is "full does not" "$(grep -c '<details>' "$tmp/full.html")" 0
mkdir "$tmp/templates" && cp -R "$top/templates/en" "$tmp/templates/"
export LISTBRIEF_TEMPLATES="$tmp/templates"
exits "a language that is gone" 0 listbrief-report --since 2025-10-13 --until 2025-10-20 --format text --output "$tmp/fallen" --for fay@example.com emberfs
ok "falls back to the list's" grep -q '^Window:' "$tmp/fallen"
ok "and is said" grep -q 'no templates for the language "zh-CN"' "$tmp/.err"
unset LISTBRIEF_TEMPLATES

exits "--for who is no member" 65 listbrief-report --for ada@example.com emberfs
says "says so" 'emberfs: ada@example.com is not a member'
exits "--for with --send" 64 listbrief-report --for fay@example.com --send emberfs
is "--dry-run --for prints the mail" "$(listbrief-report --since 2025-10-13 --until 2025-10-20 --dry-run \
    --for fay@example.com emberfs | sed -n 's/^Content-Language: //p')" zh-CN

# Where the list mails no digest, none promises that one can write to it.
sed 's/ digest: {.*//' "$tmp/config.yaml" >"$tmp/none.yaml"
for format in text md html; do
	listbrief-report --since 2025-10-13 --until 2025-10-20 --format $format emberfs >"$tmp/with"
	listbrief-report -c "$tmp/none.yaml" --since 2025-10-13 --until 2025-10-20 --format $format emberfs >"$tmp/without"
	is "$format: an address to write to, where there is one" "$(grep -c 'write there' "$tmp/with"),$(
	    grep -c 'write there' "$tmp/without")" 1,0
done

# A thousand members in three forms; the mailer is away, which is found out three times.
listbrief-members -q emberfs remove fay@example.com
seq 1000 | awk '{ print "m" $1 "@example.com" } $1 % 3 == 1 { print "\tdepth=overview" }
	$1 % 3 == 2 { print "\tsubject=emberfs" }' | listbrief-members -q emberfs import
sed -i 's|sendmail: .*|sendmail: /nowhere/sendmail|' "$tmp/config.yaml"
exits "a thousand" 75 send -v --since 2025-10-13 --until 2025-10-14
ok "are three forms" grep -q 'emberfs: 1000 copies in 3 forms' "$tmp/.err"
finish
