#!/bin/sh
# SPDX-License-Identifier: ISC
# Clocks that are wrong and mails that lie about theirs: each mail is new in exactly one week, whatever
# the zone the weeks are cut in (FAULTS_ZONES of them; FAULTS_WEEKS=all: at every week), and none in
# the future.
. "$(dirname "$0")/faults.sh"
command -v python3 >/dev/null || skip_all "no python3"
note "seed $seed"

# An mbox of mails around the edges: both DST changes, a new year, week 53, a leap second, midnights;
# the rest with dates of all kinds.
cat >"$tmp/mails.py" <<'EOF'
import random, sys
from datetime import datetime, timedelta, timezone
rnd = random.Random(int(sys.argv[1]))
edges = ["2024-03-31T01:00:00", "2024-10-27T01:00:00", "2024-03-10T07:00:00", "2024-11-03T06:00:00",
         "2024-01-01T00:00:00", "2024-12-30T00:00:00", "2025-01-06T00:00:00", "2024-04-07T16:00:00",
         "2024-02-29T00:00:00", "2024-07-01T00:00:00", "2024-10-05T15:30:00", "2024-04-06T15:30:00"]
lies = ["Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 1999 23:59:60 -0000", "Tue, 19 Jan 2038 03:14:08 +0000",
        "Mon, 01 Jan 2077 00:00:00 +2500", "Sat, 30 Feb 2024 25:61:61 +0000", "", "yesterday",
        "Mon, 01 Jan 24 12:00:00 GMT", "Sun, 31 Dec 9999 23:59:59 -9999", "Wed, 1 Jan 0000 00:00:00 UTC"]
n = 0
def mail(date, received=None):
    global n
    n += 1
    print("From a@example.org Mon Jan  1 00:00:00 2024")
    if received:
        print(f"Received: from a by b; {received}")
    if date is not None:
        print(f"Date: {date}")
    print(f"From: p{n}@example.org\nMessage-ID: <{n}@clocks>\nSubject: mail {n}\n\nText.\n")
def stamp(t, zone=0):
    z = timezone(timedelta(minutes=zone))
    return t.astimezone(z).strftime("%a, %d %b %Y %H:%M:%S %z")
for edge in edges:
    at = datetime.fromisoformat(edge).replace(tzinfo=timezone.utc)
    for hour in range(-14, 15):
        for second in (-1, 0):
            mail(stamp(at + timedelta(hours=hour, seconds=second), rnd.randrange(-720, 841, 15)))
for lie in lies:
    mail(lie)
    mail(None)
    mail(lie, stamp(datetime(2024, 6, rnd.randint(1, 28), tzinfo=timezone.utc)))
    mail(stamp(datetime(2024, 5, rnd.randint(1, 28), tzinfo=timezone.utc)), lie)
for _ in range(200):
    mail(stamp(datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=rnd.randrange(360 * 86400))))
EOF
python3 "$tmp/mails.py" "$seed" >"$tmp/mbox"
total=$(grep -c '^From a@' "$tmp/mbox")
# The clock says January of 2025, whatever the mails say.
now=$(date -u -d 2025-01-10T12:00:00Z +%s)
exits "they are taken" 0 env SOURCE_DATE_EPOCH="$now" listbrief-ingest -q -m lab <"$tmp/mbox"
exits "and linked" 0 env SOURCE_DATE_EPOCH="$now" listbrief-aggregate -q lab

# new SINCE UNTIL: how many mails are new in a window.
new() {
	SOURCE_DATE_EPOCH=$now listbrief-report -q --format json --since "$1" --until "$2" lab |
		jq .totals.new
}
is "each is new once between the epoch and now" "$(new 1970-01-01 2025-01-11)" "$total"
is "none is new later than now" "$(new 2025-01-11 2100-01-01)" 0

zones=$(find /usr/share/zoneinfo/Africa /usr/share/zoneinfo/America /usr/share/zoneinfo/Asia \
	/usr/share/zoneinfo/Australia /usr/share/zoneinfo/Europe /usr/share/zoneinfo/Pacific \
	/usr/share/zoneinfo/Antarctica -type f 2>/dev/null | sed 's,.*/zoneinfo/,,' |
	sort | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort | cut -d' ' -f2 |
	head -n $((${FAULTS_ZONES:-40} - 6)))
# Those whose offset is odd, or whose days are.
zones="Asia/Shanghai Australia/Lord_Howe Pacific/Apia America/St_Johns Asia/Kathmandu Europe/London $zones"
# Every week, or those at the edges and the days on which clocks change.
weeks=$(for w in $(seq 0 54); do date -u -d "2024-01-01 $((w * 7)) days" +%Y-%m-%d; done)
[ -n "${FAULTS_WEEKS-}" ] || weeks="2024-01-01 2024-02-26 2024-03-04 2024-03-10 2024-03-11 2024-03-31
	2024-04-01 2024-04-07 2024-04-08 2024-07-01 2024-10-06 2024-10-07 2024-10-27 2024-10-28 2024-11-03
	2024-11-04 2024-12-30 2025-01-06 2025-01-13"
edge=$(new 1970-01-01 2024-01-01)
wrong=
for zone in $zones; do
	sed -i "s|timezone:.*|timezone: $zone|" "$tmp/config.yaml"
	sum=$(new 1970-01-01 2024-01-01)
	since=
	for until in $weeks; do
		[ -z "$since" ] || sum=$((sum + $(new "$since" "$until")))
		since=$until
	done
	[ "$sum" = "$total" ] || wrong="$wrong $zone:$sum"
done
is "the weeks of $(echo "$zones" | wc -w) zones hold each mail once" "$wrong" ""
note "$total mails, $edge before 2024, $(echo "$weeks" | wc -w) weeks, $(echo "$zones" | wc -w) zones"

# The clock of the machine jumps between deliveries, to times near and absurd.
rm -rf "$store"
i=0
: >"$tmp/bad"
for clock in 0 1 -1 946684800 1736510400 4102444800 1736510401 253402300799 2147483647 2147483648 1700000000; do
	i=$((i + 1))
	printf 'Message-ID: <%d@jump>\nDate: Mon, 06 Jan 2025 10:00:00 +0000\nSubject: s\n\nx\n' $i |
		SOURCE_DATE_EPOCH=$clock listbrief-ingest lab 2>>"$tmp/bad" || echo "$clock: $?" >>"$tmp/bad"
	printf 'Message-ID: <%d@nodate>\nSubject: s\n\nx\n' $i |
		SOURCE_DATE_EPOCH=$clock listbrief-ingest lab 2>>"$tmp/bad" || echo "$clock: $?" >>"$tmp/bad"
done
taken=$(grep -c . "$tmp/bad")
exits "linked after the clock jumped" 0 env SOURCE_DATE_EPOCH="$now" listbrief-aggregate -q lab
mails=$(new 1900-01-01 9999-12-31)
note "clocks: $mails of $((i * 2)) mails in one window, $taken answers that were not 0: $(sort -u "$tmp/bad" | head -n 3)"
ok "every delivery is answered with 0, or 75 where the clock is no time" \
	sh -c '! grep -vqE "^[-0-9]+: 75$|SOURCE_DATE_EPOCH" "$1"' sh "$tmp/bad"
finish
