#!/bin/sh
# Follows the README on a fresh Debian: makes a root of its own, clones this repository into it, and runs the commands there.
#
# The toolchain of this machine is mounted into the root, and so are local mirrors that git is set to use. Mounts are in a
# namespace of their own and vanish with it.
#
# Usage: test-debian.sh RELEASE [COMMAND]   as root, with debootstrap; RELEASE is bookworm or trixie
#   RELEASE  the release's name
#   COMMAND  what is run in the clone (default: make demo test)
set -eu

release=${1:?"usage: test-debian.sh RELEASE [COMMAND]"}
shift
[ $# -gt 0 ] || set -- make demo test
source=$(cd "$(dirname "$0")/.." && pwd)
root=$source/.build/debian-$release

if [ "$(id -u)" -ne 0 ]; then
  echo "test-debian: root is needed to make and enter a root folder of its own" >&2
  exit 77
fi
if [ -z "${BURNISH_IN_NAMESPACE:-}" ]; then
  BURNISH_IN_NAMESPACE=1 exec unshare --mount --propagation private sh "$0" "$release" "$@"
fi

if [ ! -e "$root/made" ]; then
  command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -q -y debootstrap; }
  rm -rf "$root"
  debootstrap --variant=minbase "$release" "$root"
  touch "$root/made"
fi

# share FOLDER: it appears in the root at the same place, where it can be read alone.
share() {
  ! mountpoint -q "$root$1" || return 0
  mkdir -p "$root$1"
  mount --bind "$1" "$root$1"
  mount -o remount,bind,ro "$root$1"
}
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
case "$toolchain" in
  / | /usr | /usr/local)
    echo "test-debian: the toolchain lies in $toolchain; unpack one in a folder of its own and put it on the PATH" >&2
    exit 69 ;;
esac
if [ ! -x "$toolchain/bin/swift-build" ]; then
  echo "test-debian: $toolchain holds no toolchain; put its own bin folder on the PATH" >&2
  exit 69
fi
share "$toolchain"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
git config --get-regexp '^url\.' | while read -r key value; do
  git config --file "$root/root/.gitconfig" --replace-all "$key" "$value" "^$value\$"
  mirror=${key#url.}
  mirror=${mirror%.*}
  [ ! -d "$mirror" ] || share "${mirror%/}"
done
for file in /etc/resolv.conf /etc/hosts; do [ ! -e "$file" ] || cp "$file" "$root$file"; done

rm -rf "$root/src"
git clone -q "$source" "$root/src"
# Tests that need research data are skipped.
unset BURNISH_DATA BURNISH_WEIGHTS

# What the toolchain asks for besides itself.
packages="binutils ca-certificates git g++ libc6-dev libcurl4 libedit2 libncurses6 libpython3-dev libsqlite3-0 libxml2 make tzdata"
cat >"$root/enter.sh" <<END
set -eu
export PATH="$toolchain/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8
apt-get update -q
apt-get install -q -y --no-install-recommends $packages zlib1g-dev
cd /src
exec "\$@"
END
exec chroot "$root" sh /enter.sh "$@"
