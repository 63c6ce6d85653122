#!/bin/sh
# Installs the system libraries that Burnish stands on, where they are missing.
# Debian and its descendants by apt; elsewhere it only says what is needed.
set -eu

if ! command -v swift >/dev/null 2>&1; then
  echo "setup: swift is not in the PATH; install Swift 6.2 or newer from https://swift.org/install" >&2
  exit 1
fi

packages="libdnnl-dev libspng-dev libjpeg-dev libtiff-dev liblcms2-dev libmatio-dev zlib1g-dev"
if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: no apt here; oneDNN 2.6 or 3, libspng, libjpeg-turbo, libtiff, Little CMS 2, libmatio and zlib with headers are needed" >&2
  exit 0
fi

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "setup: neither root nor sudo; install by hand: apt-get install$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi
echo "setup: installing$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086 # the list is meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
