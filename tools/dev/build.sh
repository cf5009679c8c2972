# Configuring and building the presets, the page, and `run`, `build`, `bench` and `web`.

# configure PRESET: cmake, only when the preset file changed or the folder is new; ninja itself sees to the rest.
configure() {
  local preset=$1 folder=build/$1 stamp
  stamp=$(hash_of CMakePresets.json)
  if [[ ! -f $folder/build.ninja || $(cat "$folder/.configured" 2>/dev/null) != "$stamp" ]]; then
    step "configure-$preset" "Configuring $folder" cmake --preset "$preset" ||
      die "cmake could not configure $folder"
    printf '%s\n' "$stamp" >"$folder/.configured"
  fi
}

run_ninja() {
  local folder=$1
  shift
  nice -n 5 ninja -C "$folder" -j "$(job_count)" "$@"
}

# build_preset PRESET [TARGET...]
build_preset() {
  local preset=$1
  shift
  ensure_npm grammars
  configure "$preset"
  step "build-$preset" "Building $preset${1:+: $*}" run_ninja "build/$preset" "$@" ||
    die "the build of $preset failed"
}

# What the build of the page's bundle needs; CMake runs it when a source of the page changed (cmake/page.cmake).
prepare_page() {
  ensure_npm web
  ensure_node
}

# build_release [TARGET...]: the release build, with the page embedded.
build_release() {
  lock_build
  prepare_page
  build_preset release "$@"
  unlock_build
}

dev_build() {
  local preset=${1:-release}
  (($# == 0)) || shift
  case $preset in
    release)
      ensure_packages build
      build_release "$@"
      ;;
    dev | bench | asan | tsan | fuzz)
      local groups=(build)
      case $preset in
        bench) groups+=(bench) ;;
        asan | tsan | fuzz) groups+=(sanitize) ;;
      esac
      ensure_packages "${groups[@]}"
      lock_build
      [[ $preset != bench ]] || prepare_page
      build_preset "$preset" "$@"
      unlock_build
      ;;
    *) die "there is no preset \"$preset\": release, dev, bench, asan, tsan or fuzz" ;;
  esac
}

dev_run() {
  ensure_packages build
  build_release assay
  local binary=$root/build/release/assay
  if (($# == 0)); then
    exec "$binary" serve --listen 127.0.0.1:8080 --data ./data
  fi
  cd "$caller_dir"
  exec "$binary" "$@"
}

run_cpack() {
  rm -rf build/packages
  cpack --config build/release/CPackConfig.cmake -B build/packages && rm -rf build/packages/_CPack_Packages
}

dev_package() {
  ensure_packages build package
  build_release assay
  step package "Making the package" run_cpack || die "the package could not be made"
  say "    $(ls build/packages/*.deb)"
}

dev_bench() {
  dev_build bench
  ensure_mongo
  ASSAY_BUILD=$root/build/bench exec bench/run "$@"
}

dev_web() {
  ensure_packages build
  lock_build
  ensure_npm web
  unlock_build
  ensure_node
  cd web
  exec npm run dev -- "$@"
}
