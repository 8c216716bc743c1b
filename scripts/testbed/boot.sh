#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Boot a kernel under QEMU, load modules, unload them in the opposite order, and
# print its console:
#
#   boot.sh BZIMAGE [MODULE.ko...]
#
# The initramfs is a static busybox and the modules.  After the kernel's own
# lines come those of its init: the status of each insmod and rmmod, what taints
# the kernel, and `init: end`, without which the boot has failed.  Needs the
# packages qemu-system-x86, busybox-static and cpio.
#
# A kernel that can inject faults refuses one allocation in ten to tasks that ask
# for it; one that can find leaks tells how many there are in the end.
#
# TCG is used even where there is a /dev/kvm: one that can be opened may still
# run no guest.

set -eu
export LC_ALL=C
progname=${0##*/}
# Seconds for all of it; a boot takes ten on a busy machine.
limit=180

die()
{
	printf '%s: %s\n' "$progname" "$1" >&2
	exit 2
}

[ $# -ge 1 ] || die "usage: $progname BZIMAGE [MODULE.ko...]"
bzimage=$1
shift
busybox=$(command -v busybox) || die 'needs the package busybox-static'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/modules"
cp "$busybox" "$root/bin/busybox"

number=0
for module; do
	number=$((number + 1))
	cp "$module" "$root/modules/$(printf '%02d' $number)-${module##*/}"
done

cat > "$root/init" << 'INIT'
#!/bin/busybox sh
# By way of the kernel's log: lines on the console itself would be mixed with
# the kernel's, which prints when it likes.
say()
{
	echo "init: $*" > /dev/kmsg
}
busybox=/bin/busybox
$busybox mount -t proc proc /proc
$busybox mount -t sysfs sysfs /sys
$busybox mount -t devtmpfs dev /dev
$busybox mount -t debugfs debug /sys/kernel/debug 2> /dev/null

# Allocations that may sleep are spared unless one says otherwise.
for faults in failslab fail_page_alloc; do
	cd "/sys/kernel/debug/$faults" 2> /dev/null || continue
	echo Y > task-filter
	echo N > ignore-gfp-wait
	[ ! -e min-order ] || echo 0 > min-order
	echo 0 > verbose
	echo -1 > times
	echo 10 > probability
	say "one in ten: $faults"
done
cd /

leaks=/sys/kernel/debug/kmemleak
[ ! -e $leaks ] || echo clear > $leaks
loaded=
for module in /modules/*.ko; do
	[ -e "$module" ] || continue
	name=${module##*/??-}
	$busybox insmod "$module"
	say "insmod $name: $?"
	[ ! -e "/sys/module/${name%.ko}" ] || loaded="$name $loaded"
done
for name in $loaded; do
	$busybox rmmod "${name%.ko}"
	say "rmmod $name: $?"
done

# What is younger than five seconds is not called a leak, and what one scan has
# found may be a mistake.
if [ -e $leaks ]; then
	$busybox sleep 6
	echo scan > $leaks
	echo scan > $leaks
	$busybox grep -A 12 '^unreferenced' $leaks > /dev/kmsg
	say "leaks: $($busybox grep -c '^unreferenced' $leaks)"
fi
say "taint $($busybox cat /proc/sys/kernel/tainted)"
say "end"
$busybox sleep 1
$busybox reboot -f
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -1) \
	> "$work/initrd.gz"

timeout "$limit" qemu-system-x86_64 -accel tcg -cpu max -m 256 -nographic \
	-no-reboot -nic none -kernel "$bzimage" -initrd "$work/initrd.gz" \
	-append 'console=ttyS0 panic=-1 printk.devkmsg=on rdinit=/init' < /dev/null |
	tr -d '\r'
