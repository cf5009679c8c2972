# assay_page(<variable>): builds the page's bundle in web/dist whenever one of its sources is newer. <variable> is set to
# a file that stands for the finished bundle: its names hold hashes, so nothing can depend on them one by one.
# The npm packages come from `npm ci` in web/ (./dev sees to it); without them the build stops and says so.
function(assay_page out)
  set(web ${CMAKE_SOURCE_DIR}/web)
  set(stamp ${CMAKE_BINARY_DIR}/page.stamp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/* ${web}/public/* ${web}/scripts/*)
  list(FILTER sources EXCLUDE REGEX "\\.test\\.tsx?$")
  foreach(file index.html package.json package-lock.json tsconfig.json vite.config.ts)
    list(APPEND sources ${web}/${file})
  endforeach()
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DFILE=${web}/node_modules/.bin/vite -P ${CMAKE_SOURCE_DIR}/cmake/require_file.cmake
    COMMAND npm run --silent build
    COMMAND ${CMAKE_COMMAND} -DFILE=${web}/dist/index.html -P ${CMAKE_SOURCE_DIR}/cmake/require_file.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    WORKING_DIRECTORY ${web}
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/api/openapi.json
    COMMENT "Building the page"
    VERBATIM)
  set(${out} ${stamp} PARENT_SCOPE)
endfunction()
