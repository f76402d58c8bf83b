#!/bin/sh
# Fetches axe-core, which looks for barriers in a page, from the npm registry to target/browser. Ends with 75 when it
# cannot be fetched, with 1 when it is not what it should be.
set -eu
cd "$(dirname "$0")/../.."
version=4.14.1
sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
mkdir -p target/browser
cd target/browser
[ ! -f "axe-$version.js" ] || exit 0
npm pack --silent "axe-core@$version" >/dev/null || exit 75
echo "$sha512  axe-core-$version.tgz" | sha512sum --check --quiet
tar -xzOf "axe-core-$version.tgz" package/axe.min.js >axe.part
mv axe.part "axe-$version.js"
rm "axe-core-$version.tgz"
