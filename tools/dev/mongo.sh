# The MongoDB server of the tests: the mongod that is installed, or else SecantusDB, which speaks MongoDB's protocol on
# WiredTiger and comes from PyPI into .mongo/. Tests that need a server are skipped, and say why, where neither is there.

readonly mongo_folder=.mongo

install_mongo() {
  rm -rf "$mongo_folder" &&
    mkdir -p "$mongo_folder" &&
    python3 -m pip install --no-deps --only-binary=:all: --require-hashes --no-warn-script-location \
      --disable-pip-version-check --target "$mongo_folder/packages" -r tools/mongo/requirements.txt &&
    printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m secantus "$@"\n' \
      "$root/$mongo_folder/packages" "$(command -v python3)" >"$mongo_folder/secantusd" &&
    chmod +x "$mongo_folder/secantusd" &&
    "$mongo_folder/secantusd" --help >/dev/null &&
    hash_of tools/mongo >"$mongo_folder/.stamp"
}

# Says in ASSAY_MONGO_SERVER where the server is; in ASSAY_MONGO_MISSING why there is none.
ensure_mongo() {
  export ASSAY_MONGO_SERVER=${ASSAY_MONGO_SERVER:-} ASSAY_MONGO_MISSING=''
  [[ -z $ASSAY_MONGO_SERVER ]] || return 0
  ASSAY_MONGO_SERVER=$(command -v mongod) && return
  if [[ ! -x $mongo_folder/secantusd || $(cat "$mongo_folder/.stamp" 2>/dev/null) != "$(hash_of tools/mongo)" ]] &&
    ! ASSAY_LOG_TAIL=3 step mongo "A MongoDB server for the tests into .mongo" install_mongo; then
    ASSAY_MONGO_MISSING="no mongod is installed, and SecantusDB could not be had from PyPI ($log_dir/mongo.log)"
    say "    The tests that need MongoDB are skipped."
    return 0
  fi
  ASSAY_MONGO_SERVER=$root/$mongo_folder/secantusd
}
