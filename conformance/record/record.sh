#!/usr/bin/env bash
# Records what Python does, into conformance/vectors.
#
#   record.sh           records everything
#   record.sh --check   records into a temporary folder and shows how that differs
#
# The virtual environments are made on first use, in $ORACLE_ENVIRONMENTS (default: .rag/oracle); PYTHON names the Python 3.11.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
environments=${ORACLE_ENVIRONMENTS:-$root/.rag/oracle}
export PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore LITELLM_LOCAL_MODEL_COST_MAP=True

target=$root/conformance/vectors
if [ "${1:-}" = --check ]; then
  target=$(mktemp -d)
  trap 'rm -rf "$target"' EXIT
  mkdir "$target/files"
  cp -r "$root/conformance/vectors/files/ours" "$target/files"
fi

# The interpreter with this version of DSPy.
python_of() {
  local folder=$environments/$1
  if [ ! -x "$folder/bin/python" ]; then
    "${PYTHON:-python3.11}" -m venv "$folder" >&2
    if [ -f "$root/tests/oracle/requirements-$1.txt" ]; then
      "$folder/bin/pip" install --quiet --requirement "$root/tests/oracle/requirements-$1.txt" >&2
    else
      "$folder/bin/pip" install --quiet "dspy==$1" >&2
    fi
  fi
  echo "$folder/bin/python"
}

# Quiet unless it fails.
run() {
  local log
  log=$(mktemp)
  "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm "$log"
}

for version in 3.0.4 3.1.3 3.2.1 3.3.1; do
  run "$(python_of "$version")" "$here/saved_programs.py" "$target"
  echo "saved_programs.py $version"
done
for script in random_numbers rounding metrics adapters render_saved_programs bootstrap cache_keys; do
  run "$(python_of 3.0.4)" "$here/$script.py" "$target"
  echo "$script.py"
done
if [ "$target" != "$root/conformance/vectors" ]; then diff -ur "$root/conformance/vectors" "$target"; fi
