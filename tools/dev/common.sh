# Steps, logs and messages, used by every other part of ./dev. What a person reads goes to stderr, so that the
# output of `./dev run review --format json` stays clean.

readonly log_dir=build/log
step_number=0

say() { printf '%s\n' "$*" >&2; }

die() {
  say "dev: $*"
  exit 2
}

# How many compilers or tests run at once: the cores, but no more than memory allows at 1.5 GB for each compiler.
job_count() {
  if [[ -n ${ASSAY_JOBS:-} ]]; then
    printf '%s\n' "$ASSAY_JOBS"
    return
  fi
  local cores memory_kb by_memory
  cores=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo 2>/dev/null || true)
  by_memory=$((${memory_kb:-8000000} / 1500000))
  ((by_memory >= 1)) || by_memory=1
  printf '%s\n' $((cores < by_memory ? cores : by_memory))
}

# seconds_since START, with START out of $EPOCHREALTIME; prints "1.2".
seconds_since() {
  local now=$EPOCHREALTIME
  local micro=$((${now/[.,]/} - ${1/[.,]/}))
  printf '%d.%d' $((micro / 1000000)) $((micro / 100000 % 10))
}

# Shows the last line of a log beside the running step until it is stopped. Only for a terminal.
show_progress() {
  local log=$1 label=$2 line columns
  columns=$(tput cols 2>/dev/null || echo 80)
  while sleep 0.5; do
    line=$(tail -c 400 "$log" 2>/dev/null | tr '\r' '\n' | tail -n 1 | tr -d '\000-\037' || true)
    printf '\r\033[K%s%s' "$label" "${line:0:$((columns > ${#label} + 1 ? columns - ${#label} - 1 : 0))}" >&2
  done
}

# step LOG TITLE COMMAND...
#
# Runs COMMAND as the next numbered step, with its output in build/log/LOG.log. Prints the number, the title and the
# time taken; when it fails, also the end of the log and where the whole is. Returns the status of COMMAND. (A COMMAND
# that is a function runs here without `set -e`, so it has to join its commands with &&.)
step() {
  local log=$log_dir/$1.log title=$2 started=$EPOCHREALTIME status=0 ticker='' label
  shift 2
  step_number=$((step_number + 1))
  mkdir -p "$log_dir"
  : >"$log"
  label=$(printf '%2d  %-44s ' "$step_number" "$title")
  printf '%s' "$label" >&2
  if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then
    show_progress "$log" "$label" &
    ticker=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -n $ticker ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r\033[K%s' "$label" >&2
  fi
  if ((status == 0)); then
    printf '%7s s\n' "$(seconds_since "$started")" >&2
  else
    printf '%7s s  FAILED\n' "$(seconds_since "$started")" >&2
    tail -n "${ASSAY_LOG_TAIL:-40}" "$log" >&2
    say "    The whole log: $log"
  fi
  return "$status"
}

# Two ./dev at once in one checkout would build into each other; the second one waits. The lock goes with the file
# descriptor, so a killed ./dev leaves none behind.
lock_build() {
  mkdir -p build
  exec 9>build/.dev.lock
  if ! flock -n 9; then
    say "    Waiting for another ./dev in this checkout to finish building"
    flock 9
  fi
}

unlock_build() { exec 9>&-; }

# hash_of PATH...: one hash over names and contents of all files below the paths, generated folders left out.
hash_of() {
  find "$@" \( -name node_modules -o -name dist -o -name test-results -o -name playwright-report -o -name __pycache__ \) \
    -prune -o -type f ! -name '*.tsbuildinfo' -print0 2>/dev/null |
    LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum | cut -d ' ' -f 1
}
