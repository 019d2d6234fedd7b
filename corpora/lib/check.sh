# What the recipes' tests share; a test sources it. Packages are made in $work, without the network.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
tab=$(printf '\t')

# check NAME COMMAND...: counts whether the command succeeds.
check() {
  name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "failed: $name"
    sed 's/^/  /' "$work/log"
  fi
}

# package NAME: packs the folder $work/NAME into $work/packages.
package() {
  mkdir -p "$work/$1/DEBIAN" "$work/packages"
  printf 'Package: %s\nVersion: 1\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: Test\n' "$1" \
    >"$work/$1/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone -b "$work/$1" "$work/packages/${1}_1_all.deb" >/dev/null
}

# corpus FOLDER: checks that a corpus is whole and parallel; its pairs go to $work/train, valid, test and all.
corpus() {
  for part in train valid test; do
    check "$part has lines" [ -s "$1/$part.en" ]
    check "$part is parallel" [ "$(wc -l <"$1/$part.en")" = "$(wc -l <"$1/$part.de")" ]
    paste "$1/$part.en" "$1/$part.de" >"$work/$part"
  done
  cat "$work/train" "$work/valid" "$work/test" >"$work/all"
}
pair() { grep -Fxqe "$1$tab$2" "$work/all"; }
without() { ! grep -Fq -e "$1" "$work/all"; }

# The lines in two of the parts, on one side, once case, punctuation and digits are gone.
shared() {
  for part in train valid test; do
    cut -f "$1" "$work/$part" | tr 'A-ZÜ' 'a-zü' | sed 's/Ü/ü/g; s/[[:punct:][:digit:]]//g; s/  */ /g; s/^ //; s/ $//' | LC_ALL=C sort -u
  done | LC_ALL=C sort | uniq -d
}

# refuses NAME MESSAGE COMMAND...: one line that says what is wrong, and no output in $work/none.
refuses() {
  what=$1 message=$2
  shift 2
  check "$what fails" [ "$("$@" >/dev/null 2>"$work/error" || echo no)" = no ]
  check "$what says so" grep -q -e "$message" "$work/error"
  check "$what in one line" [ "$(grep -vc 'README.md describes' "$work/error")" = 1 ]
  check "$what leaves nothing" [ -z "$(ls "$work/none" 2>/dev/null)" ]
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
