# Checks that change nothing, and the formatter.

cpp_files() { find src tests bench -type f \( -name '*.hpp' -o -name '*.cpp' \) -print0; }

check_format() { cpp_files | xargs -0r -n 40 -P "$(job_count)" clang-format-19 --dry-run -Werror; }

lint_suites() {
  local quick=$1
  suite format "Format of the C++ sources" check_format
  suite arrows "Include arrows, cycles, vendor headers" python3 tools/check_arrows.py
  suite coroutines "Coroutine rules" python3 tools/check_coroutines.py
  suite files "File names and rules" python3 tools/check_files.py
  [[ $quick == no ]] || return 0
  lock_build
  ensure_npm grammars
  configure dev
  unlock_build
  suite tidy "Names and bug patterns (clang-tidy)" python3 tools/check_tidy.py --build build/dev --jobs "$(job_count)"
}

dev_lint() {
  local quick=no
  case ${1:-} in
    '') ;;
    --quick) quick=yes ;;
    *) die "lint knows --quick only, not \"$1\"" ;;
  esac
  ensure_packages build lint
  begin_suites
  lint_suites "$quick"
  end_suites
}

dev_fmt() {
  ensure_packages lint
  cpp_files | xargs -0r -n 40 -P "$(job_count)" clang-format-19 -i
  say "The C++ sources are formatted."
}
