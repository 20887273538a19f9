# Templates: ${UPPER_CASE} is replaced by the variable of that name, which must be set; all else stays as it is.
# shellcheck shell=bash

render() { # template target
  local text name names
  text=$(<"$1")
  names=$(grep -o '\${[A-Z][A-Z0-9_]*}' "$1" | tr -d '${}' | sort -u) || true
  for name in $names; do
    [[ -v $name ]] || { echo "vm: $1 wants \${$name}, which is not set" >&2; return 1; }
    text=${text//"\${$name}"/"${!name}"}
  done
  printf '%s\n' "$text" >"$2"
}
