# Script: cmake -DFILE=path -P require_file.cmake
if(NOT EXISTS ${FILE})
  message(FATAL_ERROR "${FILE} is missing: the page needs its npm packages (./dev run and ./dev build install them; by "
                      "hand: `npm ci` in web/). A build without the page: -DASSAY_WEB=OFF.")
endif()
