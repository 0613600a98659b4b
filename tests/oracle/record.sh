#!/usr/bin/env bash
# Records what Python DSPy does in every scenario, into tests/fixtures/oracle, and in random cases, into
# tests/fixtures/oracle-fuzz.
#
#   record.sh                  records all scenarios with both versions, and the random cases with 3.0.4
#   record.sh NAME...          records these scenarios; the random cases are called fuzz
#   record.sh --check [NAME...]  records into a temporary folder and shows how that differs from the fixtures
#
# The virtual environments are made on first use, in $ORACLE_ENVIRONMENTS (default: .rag/oracle); PYTHON names a
# CPython 3.11 (default: python3.11).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
fixtures=$root/tests/fixtures
environments=${ORACLE_ENVIRONMENTS:-$root/.rag/oracle}
export PYTHONDONTWRITEBYTECODE=1

check=false
if [ "${1:-}" = --check ]; then check=true; shift; fi
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for file in "$here"/scenarios/*.json; do names+=("$(basename "$file" .json)"); done
  names+=(fuzz)
fi

scratch=$(mktemp -d)
server=
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap cleanup EXIT
target=$fixtures
if $check; then target=$scratch/fixtures; fi
mkdir -p "$target/oracle" "$target/oracle-fuzz"

# The interpreter with this version of DSPy.
python_of() {
  local folder=$environments/$1
  if [ ! -x "$folder/bin/python" ]; then
    "${PYTHON:-python3.11}" -m venv "$folder" >&2
    "$folder/bin/pip" install --quiet --requirement "$here/requirements-$1.txt" >&2
  fi
  echo "$folder/bin/python"
}

# One scenario with one version: a server of its own, so that nothing is left over from the last.
record() {
  local scenario=$here/scenarios/$1.json python=$3 result=$target/oracle/$1.$2.json url
  mkfifo "$scratch/url"
  "$python" "$here/server.py" "$scenario" >"$scratch/url" 2>"$scratch/server.log" &
  server=$!
  read -r url <"$scratch/url"
  rm "$scratch/url"
  "$python" "$here/tutorial.py" "$scenario" "$url" "$result" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  if [ -s "$scratch/server.log" ]; then
    cat "$scratch/server.log" >&2
    echo "$1.$2: the scripted server failed" >&2
    exit 1
  fi
}

# The random cases, which need no server.
record_fuzz() {
  "$1" "$here/fuzz.py" 300 "$target/oracle-fuzz" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
}

# Counts a recorded file that is not the fixture's.
differences=0
compare() {
  if $check; then diff -u "$fixtures/$1" "$target/$1" || differences=$((differences + 1)); fi
}

for version in 3.0.4 3.3.1; do
  python=$(python_of "$version")
  for name in "${names[@]}"; do
    if [ "$name" = fuzz ]; then
      if [ "$version" = 3.3.1 ]; then continue; fi
      record_fuzz "$python"
      for file in pool.json cases.jsonl; do compare "oracle-fuzz/$file"; done
    else
      record "$name" "$version" "$python"
      compare "oracle/$name.$version.json"
    fi
    echo "$name.$version"
  done
done
if [ "$differences" -gt 0 ]; then echo "$differences recordings differ" >&2; exit 1; fi
