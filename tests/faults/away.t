#!/bin/sh
# SPDX-License-Identifier: ISC
# A store that may only be read, whose files are lost, damaged or another user's; descriptors that are
# closed: 0 or 75, with one line where it is 75, and with the cause gone the store goes on.
. "$(dirname "$0")/faults.sh"

n=0
# takes WHAT CODES [PATTERN]: mail $n, with an answer that is one of CODES, and one line where it is 75.
takes() {
	n=$((n + 1))
	count=$((count + 1))
	"$tools/numbered" "$n" | listbrief-ingest lab 2>"$tmp/err"
	code=$?
	[ "$code" -ne 0 ] || echo "$n" >>"$acks"
	case " $2 " in
	*" $code "*)
		[ "$code" -eq 0 ] ||
			{ [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q -- "${3:-.}" "$tmp/err"; }
		;;
	*) false ;;
	esac && echo "ok $count - $1 ($code)" && return
	echo "not ok $count - $1"
	echo "exit $code" | cat - "$tmp/err" | sed 's/^/# /'
}

takes "a store is made" 0
rm "$store/lab/lock.mdb"
takes "lock.mdb is lost" 0
: >"$store/lab/lock.mdb"
takes "lock.mdb is empty" 0
head -c 100 /dev/urandom >"$store/lab/lock.mdb"
takes "lock.mdb is another thing" "0 75"
rm "$store/lab/lock.mdb"
takes "and then lost" 0
sound "lost lock files"

cp -a "$store/lab" "$tmp/saved"
rm "$store/lab/data.mdb"
takes "data.mdb is lost: no new one takes its place" "0 75"
ok "it is not there" [ ! -e "$store/lab/data.mdb" ]
: >"$store/lab/data.mdb"
takes "data.mdb is empty" "0 75"
head -c 65536 /dev/urandom >"$store/lab/data.mdb"
takes "data.mdb is another thing" "0 75"
rm "$store/lab/data.mdb" && mkdir "$store/lab/data.mdb"
takes "data.mdb is a folder" "0 75"
rmdir "$store/lab/data.mdb" && ln -s /etc/passwd "$store/lab/data.mdb"
takes "data.mdb is a link" "0 75"
rm "$store/lab/data.mdb" && cp -a "$tmp/saved/data.mdb" "$store/lab/"
sound "lost and damaged files"

mv "$store/lab" "$store/else" && ln -s else "$store/lab"
takes "the list's folder is a link" 75 "lab"
rm "$store/lab" && mv "$store/else" "$store/lab"
: >"$tmp/file" && mv "$store" "$tmp/away" && ln -s "$tmp/file" "$store"
takes "the store is a file" 75 "store"
rm "$store" && mv "$tmp/away" "$store"
if [ "$(id -u)" -eq 0 ]; then
	chown 65534 "$store/lab/data.mdb"
	takes "data.mdb belongs to another" "0 75"
	chown 0 "$store/lab/data.mdb"
	chown 65534 "$store/lab"
	takes "the list's folder belongs to another" 75 "belongs to user 65534"
	chown 0 "$store/lab"
else
	skip "data.mdb belongs to another" "not root"
	skip "the list's folder belongs to another" "not root"
fi
sound "not ours"

# A file that was cut off or is noise in places: no signal, and no mail is lost that is not in it.
cp -a "$store/lab/data.mdb" "$tmp/whole.mdb"
size=$(stat -c %s "$tmp/whole.mdb")
cp "$acks" "$tmp/kept"
for cut in 0 1 4095 4096 8191 8192 12288 $((size / 2)) $((size - 4096)) $((size - 1)); do
	cp "$tmp/whole.mdb" "$store/lab/data.mdb" && truncate -s "$cut" "$store/lab/data.mdb"
	takes "data.mdb is cut at $cut" "0 75"
done
for page in 0 1 2 3 4 5 6 7 8 9 10 11; do
	cp "$tmp/whole.mdb" "$store/lab/data.mdb"
	dd if=/dev/urandom of="$store/lab/data.mdb" bs=4096 seek=$page count=1 conv=notrunc 2>"$tmp/noise"
	takes "page $page of data.mdb is noise" "0 75"
done
cp "$tmp/whole.mdb" "$store/lab/data.mdb" && rm -f "$store/lab/lock.mdb"
cp "$tmp/kept" "$acks"
sound "a damaged store, brought back"

# Descriptors: which of stdin, stdout, stderr are closed.
for closed in "" "<&-" ">&-" "2>&-" "<&- >&-" ">&- 2>&-" "<&- 2>&-" "<&- >&- 2>&-"; do
	n=$((n + 1))
	"$tools/numbered" $n >"$tmp/mail"
	sh -c "exec listbrief-ingest lab <\"\$1\" $closed" sh "$tmp/mail" 2>"$tmp/noise"
	code=$?
	case $closed in
	"<&-"*) is "closed: $closed" "$code" 75 ;;
	*) is "closed: $closed" "$code" 0 && echo "$n" >>"$acks" ;;
	esac
done
exits "what it says is read by nobody" 75 \
	sh -c '{ listbrief-ingest -v nolist <"$1"; echo $? >"$2"; } 2>&1 >/dev/null | :; exit "$(cat "$2")"' \
	sh "$tmp/mail" "$tmp/code"
sound "closed descriptors"

if unshare -m true 2>/dev/null; then
	n=$((n + 1))
	"$tools/numbered" $n >"$tmp/mail"
	exits "a disk that may only be read" 75 unshare -m --propagation private sh -c '
		mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99
		exec listbrief-ingest lab <"$2"' sh "$store" "$tmp/mail"
	ok "a disk that may only be read: it says so" grep -q "Read-only file system" "$tmp/.err"
	exits "and may be written again" 0 listbrief-ingest lab <"$tmp/mail"
	echo "$n" >>"$acks"
	sound "a disk that may only be read"
else
	skip "a disk that may only be read" "no mount namespace may be made here"
fi
finish
