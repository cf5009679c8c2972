# Node.js and the npm packages: the C sources of the grammars (grammars/), the page's tools (web/),
# Playwright (tests/e2e/), a generator of clients (tests/client/) and Prometheus' grammar (tests/observability/).

readonly node_folder=.node
readonly node_minimum=20.19.0

# Whether the node and the npm in PATH are what the page's tools accept: Node 20.19 or newer within 20, or 22.12 and
# later; npm 10 (Debian 12 and 13 have 9.2, which some packages refuse).
node_is_new_enough() {
  local version major minor
  version=$(node --version 2>/dev/null) || return 1
  IFS=. read -r major minor _ <<<"${version#v}"
  ((major == 20 && minor >= 19 || major == 22 && minor >= 12 || major > 22)) || return 1
  version=$(npm --version 2>/dev/null) || return 1
  ((${version%%.*} >= 10))
}

install_node() {
  rm -rf "$node_folder" &&
    mkdir -p "$node_folder" &&
    cp tools/node/package.json tools/node/package-lock.json tools/node/.npmrc "$node_folder/" &&
    (cd "$node_folder" && npm ci --no-progress) &&
    hash_of tools/node >"$node_folder/.stamp"
}

# Leaves a Node.js and an npm that are new enough first in PATH: the system's, or those of npm's packages in .node/.
ensure_node() {
  node_is_new_enough && return
  local bin arch
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "the page needs Node.js $node_minimum or newer; install one, npm has none for $(uname -m)" ;;
  esac
  bin=$root/$node_folder/node_modules/node-linux-$arch/bin
  if [[ ! -x $bin/node || $(cat "$node_folder/.stamp" 2>/dev/null) != "$(hash_of tools/node)" ]]; then
    step node "A newer Node.js from npm into .node" install_node ||
      die "the page needs Node.js $node_minimum or newer; the system's is $(node --version 2>/dev/null || echo absent)"
  fi
  PATH=$bin:$root/$node_folder/node_modules/.bin:$PATH
  node_is_new_enough || die "$bin/node does not run on this machine"
}

npm_stamp() { cat "$1/package-lock.json" "$1/package.json" "$1/.npmrc" 2>/dev/null | sha256sum | cut -d ' ' -f 1; }

npm_ci() {
  local stamp
  stamp=$(npm_stamp "$1")
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --no-progress) &&
    printf '%s\n' "$stamp" >"$1/node_modules/.assay-stamp"
}

# ensure_npm FOLDER: npm ci, only when the lock file is not the one that was installed last.
ensure_npm() {
  local folder=$1
  [[ $(cat "$folder/node_modules/.assay-stamp" 2>/dev/null) != "$(npm_stamp "$folder")" ]] || return 0
  ensure_node
  step "npm-${folder//\//-}" "npm packages of $folder/" npm_ci "$folder" || die "npm ci failed in $folder/"
}
