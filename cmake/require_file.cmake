# Script: cmake -DFILE=path -P require_file.cmake
if(NOT EXISTS ${FILE})
  message(FATAL_ERROR "${FILE} is missing: build the page first (./dev run and ./dev build do; by hand: "
                      "`npm ci && npm run build` in web/), or configure with -DASSAY_WEB=OFF.")
endif()
