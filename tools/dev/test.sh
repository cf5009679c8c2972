# The test suites. Each one leaves a result file in build/test/; tools/summarize_tests.py adds them up at the end.

readonly result_dir=build/test

begin_suites() {
  mkdir -p "$result_dir"
  find "$result_dir" -mindepth 1 -maxdepth 1 -type f -delete
  : >"$result_dir/suites.tsv"
  suites_started=$SECONDS
}

# Prints the counts of every suite since begin_suites and the closing line; fails when a test failed.
end_suites() {
  local took=$((SECONDS - suites_started))
  say "    All of it: $((took / 60)) min $((took % 60)) s"
  python3 tools/summarize_tests.py "$result_dir" "$log_dir"
}

# suite NAME TITLE COMMAND...: a step whose failure is counted, not fatal: the other suites still run.
suite() {
  local name=$1 status=0
  step "test-$name" "$2" "${@:3}" || status=$?
  printf '%s\t%s\t%d\n' "$name" "$2" "$status" >>"$result_dir/suites.tsv"
}

# run_ctest PRESET RESULT [FILTER]: the log keeps what failed, not a line for each test that passed.
run_ctest() {
  local filter=()
  [[ -z ${3:-} ]] || filter=(-R "$3")
  ctest --test-dir "build/$1" -j "$(job_count)" --output-on-failure --no-tests=error \
    --output-junit "$root/$result_dir/$2.xml" "${filter[@]}" |
    { grep -vE '^ +Start +[0-9]+: | Passed +[0-9.]+ sec$' || true; }
}

run_rules() { build/release/assay rules test; }

run_tools() { python3 -m unittest discover --start-directory tools --pattern 'test_*.py' --verbose; }

# run_npm FOLDER SCRIPT...
run_npm() { (cd "$1" && npm run "${@:2}"); }

run_fault() { ASSAY_BINARY=$root/build/release/assay "$1"; }

# The linters of npm are found in tools/linters, Debian's on PATH.
test_cpp() {
  ensure_npm tools/linters
  ensure_mongo
  ASSAY_LINTER_FOLDER=$root/tools/linters/node_modules/.bin suite cpp "C++ tests" run_ctest release cpp "${1:-}"
}

run_metrics() { python3 tools/compare_metrics.py --assay build/release/assay; }

# The bundle, and what of it a browser has to load.
run_size() { run_npm web build && run_npm web size; }

test_web() {
  ensure_npm web
  ensure_npm tests/client
  ensure_npm tests/observability
  ensure_node
  suite client "A client generated from api/openapi.json compiles" run_npm tests/client check
  suite observability "Alert rules and dashboard are PromQL" run_npm tests/observability check
  suite types "Page: wire types match api/openapi.json" run_npm web types:check
  suite web-lint "Page: lint" run_npm web lint
  suite web "Page: unit tests" run_npm web test -- --reporter=default --reporter=junit \
    --outputFile.junit="$root/$result_dir/web.xml"
  suite size "Page: within its size limits" run_size
}

test_e2e() {
  ensure_npm tests/e2e
  ensure_node
  suite e2e-types "End to end: types" run_npm tests/e2e check
  PLAYWRIGHT_JUNIT_OUTPUT_FILE=$root/$result_dir/e2e.xml \
    suite e2e "End to end in Chromium" run_npm tests/e2e test -- --reporter=list,junit
}

test_fault() {
  local script
  ensure_mongo
  for script in tests/fault/*; do
    [[ -f $script && -x $script ]] || continue
    suite "fault-$(basename "$script" | tr . -)" "Failure test $(basename "$script")" run_fault "$script"
  done
}

# The C++ tests under a sanitizer, with every finding fatal.
test_sanitized() {
  local preset=$1 filter=${2:-}
  ensure_npm tools/linters
  ensure_mongo
  lock_build
  build_preset "$preset"
  unlock_build
  export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}
  export UBSAN_OPTIONS=${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}
  export TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1:second_deadlock_stack=1:suppressions=$root/tools/dev/tsan-suppressions.txt}
  # Suppressions by name need the names.
  export TSAN_SYMBOLIZER_PATH=/usr/lib/llvm-19/bin/llvm-symbolizer
  ASSAY_LINTER_FOLDER=$root/tools/linters/node_modules/.bin \
    suite "$preset" "C++ tests under $preset" run_ctest "$preset" "$preset" "$filter"
}

# fuzz_one TARGET SECONDS [SEED]: from the kept corpus and what earlier runs here found. An input that fails is left in
# build/fuzz/failures/, and belongs into the kept corpus together with the fix.
fuzz_one() {
  local name=$1 seconds=$2 kept=tests/fuzz/corpus/${1%_fuzz} found=build/fuzz/corpus/$1
  mkdir -p "$kept" "$found" build/fuzz/failures
  "build/fuzz/tests/fuzz/$name" "$found" "$kept" -max_total_time="$seconds" -seed="${3:-0}" -timeout=10 -rss_limit_mb=2048 \
    -max_len=16384 -print_final_stats=1 -artifact_prefix="build/fuzz/failures/$name-"
}

# fuzz_together SECONDS SEED TARGET...: each for so long, as many at once as there are jobs.
fuzz_together() {
  local seconds=$1 seed=$2 name failed=0
  shift 2
  rm -rf build/fuzz/logs
  mkdir -p build/fuzz/logs
  export -f fuzz_one
  printf '%s\n' "$@" | xargs -P "$(job_count)" -I{} bash -c \
    'fuzz_one "$0" "$1" "$2" >"build/fuzz/logs/$0.txt" 2>&1 || touch "build/fuzz/logs/$0.failed"' {} "$seconds" "$seed"
  for name in "$@"; do
    say "$name: $(grep -h '^stat::number_of_executed_units' "build/fuzz/logs/$name.txt")"
    [[ -e build/fuzz/logs/$name.failed ]] || continue
    failed=$((failed + 1))
    cat "build/fuzz/logs/$name.txt"
  done
  printf '%d passed, %d failed\n' $(($# - failed)) "$failed"
  ((failed == 0))
}

# The fuzz targets, for ASSAY_FUZZ_SECONDS in all: those of what a request can say, three minutes; or every one, an hour.
# The former, as a part of CI, go the same way each time, so that they fail for what was changed; the others try new ones.
test_fuzz() {
  local every=$1 seconds=${ASSAY_FUZZ_SECONDS:-} seed=1 targets=() source
  for source in tests/fuzz/*_fuzz.cpp; do targets+=("$(basename "$source" .cpp)"); done
  lock_build
  if [[ $every == yes ]]; then
    build_preset fuzz "${targets[@]}"
    : "${seconds:=3600}"
    seed=0
  else
    build_preset fuzz fuzz_requests
    read -ra targets <build/fuzz/tests/fuzz/requests.txt
    : "${seconds:=180}"
  fi
  unlock_build
  local share=$((seconds / ${#targets[@]}))
  ((share > 0)) || share=1
  suite fuzz "Fuzz ${#targets[@]} parsers, $share s each" fuzz_together "$share" "$seed" "${targets[@]}"
}

dev_test() {
  local suites=() filter='' argument
  for argument in "$@"; do
    case $argument in
      --all) suites=(lint tools cpp rules web e2e fault asan tsan fuzz-all) ;;
      --lint | --checks | --cpp | --rules | --tools | --web | --e2e | --fault | --asan | --tsan | --fuzz | --fuzz-all)
        suites+=("${argument#--}")
        ;;
      -*) die "test has no option $argument (see ./dev help)" ;;
      *)
        [[ -z $filter ]] || die "one filter only: \"$filter\" or \"$argument\""
        filter=$argument
        ;;
    esac
  done
  if ((${#suites[@]} == 0)); then
    if [[ -n $filter ]]; then suites=(cpp); else suites=(tools cpp rules web e2e); fi
  fi
  local name groups=(build)
  [[ ! " ${suites[*]} " =~ \ (tools|cpp|rules|e2e|fault|asan|tsan)\  ]] || groups+=(test)
  [[ ! " ${suites[*]} " =~ \ (asan|tsan|fuzz|fuzz-all)\  ]] || groups+=(sanitize)
  [[ ! " ${suites[*]} " =~ \ (lint|checks)\  ]] || groups+=(lint)
  ensure_packages "${groups[@]}"
  begin_suites
  [[ ! " ${suites[*]} " =~ \ (tools|cpp|rules|e2e|fault)\  ]] || build_release
  for name in "${suites[@]}"; do
    case $name in
      lint) lint_suites no ;;
      checks) lint_suites yes ;;
      tools)
        suite tools "Tests of the tools" run_tools
        suite metrics "Metrics of the Python library equal radon's" run_metrics
        ;;
      cpp) test_cpp "$filter" ;;
      rules) suite rules "Tests inside the rules" run_rules ;;
      web) test_web ;;
      e2e) test_e2e ;;
      fault) test_fault ;;
      fuzz) test_fuzz no ;;
      fuzz-all) test_fuzz yes ;;
      asan | tsan) test_sanitized "$name" "$filter" ;;
    esac
  done
  end_suites
}
