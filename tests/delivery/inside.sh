#!/bin/sh
# SPDX-License-Identifier: ISC
# inside.sh TOP BUILD DEBS TEST: makes the box of tests/delivery/box.sh and runs a test in it.
set -eu
top=$1 build=$2 debs=$3 test=$4
mount -t tmpfs -o size=1g tmpfs "$BOX"
mkdir "$BOX/upper" "$BOX/work" "$BOX/root"
if ! mount -t overlay overlay -o "lowerdir=/,upperdir=$BOX/upper,workdir=$BOX/work" "$BOX/root" 2>/dev/null; then
	echo "1..0 # SKIP no overlay may be mounted here"
	exit 0
fi
root=$BOX/root
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp" && chmod 1777 "$root/tmp"
mount -t tmpfs tmpfs "$root/run"
for folder in "$top" "$build" "$debs"; do
	mkdir -p "$root$folder"
	mount --bind "$folder" "$root$folder"
done
ip link set lo up 2>/dev/null || true
cat >"$root/usr/sbin/policy-rc.d" <<EOF
#!/bin/sh
exit 101
EOF
chmod 755 "$root/usr/sbin/policy-rc.d"
echo box.test >"$root/etc/hostname" && hostname box.test 2>/dev/null || true
printf '127.0.0.1 box.test localhost\n' >"$root/etc/hosts"
# What they want or conflict with is none of our business here.
chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -c 'exec dpkg --force-all -i "$1"/*.deb' sh "$debs" >"$BOX/dpkg.log" 2>&1 || {
	sed 's/^/# /' "$BOX/dpkg.log" | tail -n 20
	echo "not ok 1 - the packages are unpacked"
	echo "1..1"
	exit 1
}
install -m 755 "$build/listbrief-ingest" "$root/usr/local/bin/listbrief-ingest"
chroot "$root" useradd -r -m -d /var/lib/listbrief listbrief 2>/dev/null || true
unset TMPDIR
# A server left over ends with this process, which is the first of the namespace.
B=$build chroot "$root" sh "$test"
