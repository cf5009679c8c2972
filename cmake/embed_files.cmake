# Script: cmake -DNAME=page -DROOT=dir -DPREFIX=/ -DOUTPUT=stem -P embed_files.cmake
#
# Puts every file below ROOT into the binary. Writes OUTPUT.S, which includes the bytes, and OUTPUT.cpp, which defines
# assay::http::embedded_<NAME>(): the table of src/http/assets/assets.hpp, sorted by URL path (PREFIX and the path below
# ROOT). FILE.br and FILE.gz beside a FILE are its compressed variants. Hidden files are left out. EXTRA is a list of
# single files, "URL path=file", that belong to the same table.
set(types
  html=text/html js=text/javascript mjs=text/javascript css=text/css txt=text/plain json=application/json
  map=application/json webmanifest=application/manifest+json svg=image/svg+xml png=image/png ico=image/x-icon
  webp=image/webp woff2=font/woff2 woff=font/woff wasm=application/wasm)

function(content_type_of file out)
  get_filename_component(extension ${file} LAST_EXT)
  string(REGEX REPLACE "^\\." "" extension "${extension}")
  set(found "application/octet-stream")
  foreach(entry IN LISTS types)
    string(REGEX MATCH "^([a-z0-9]+)=(.*)$" ignored "${entry}")
    if("${CMAKE_MATCH_1}" STREQUAL "${extension}")
      set(found "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  if(found MATCHES "^text/")
    string(APPEND found "; charset=utf-8")
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

set(paths)
if(ROOT AND IS_DIRECTORY ${ROOT})
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/*)
  foreach(file IN LISTS files)
    if(NOT file MATCHES "(\\.br|\\.gz)$" AND NOT file MATCHES "(^|/)\\.")
      list(APPEND paths "${PREFIX}${file}")
      set("file_of_${PREFIX}${file}" "${ROOT}/${file}")
    endif()
  endforeach()
endif()
foreach(entry IN LISTS EXTRA)
  string(REGEX MATCH "^([^=]+)=(.+)$" ignored "${entry}")
  list(APPEND paths "${CMAKE_MATCH_1}")
  set("file_of_${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
endforeach()
list(SORT paths COMPARE STRING)

set(assembly "# Made by cmake/embed_files.cmake.\n.section .rodata\n")
set(symbols "")
set(table "")
set(index 0)
function(embed file symbol)
  string(APPEND assembly ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n"
         ".incbin \"${file}\"\n${symbol}_end:\n.byte 0\n")
  set(assembly "${assembly}" PARENT_SCOPE)
  string(APPEND symbols "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
  set(symbols "${symbols}" PARENT_SCOPE)
endfunction()
foreach(path IN LISTS paths)
  set(file "${file_of_${path}}")
  set(symbol "assay_${NAME}_${index}")
  file(SHA256 ${file} hash)
  string(SUBSTRING ${hash} 0 24 hash)
  content_type_of(${file} type)
  set(immutable false)
  if(path MATCHES "^/assets/")
    set(immutable true)
  endif()
  embed(${file} ${symbol})
  string(APPEND table "    {\"${path}\", \"${type}\", \"\\\"${hash}\\\"\", ${immutable}, between(${symbol}, ${symbol}_end)")
  foreach(variant br gz)
    if(EXISTS ${file}.${variant})
      embed(${file}.${variant} ${symbol}_${variant})
      string(APPEND table ", between(${symbol}_${variant}, ${symbol}_${variant}_end)")
    else()
      string(APPEND table ", {}")
    endif()
  endforeach()
  string(APPEND table "},\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")

if(table STREQUAL "")
  set(body "std::span<const Asset> embedded_${NAME}() { return {}; }\n")
else()
  set(body "namespace {
std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }
}  // namespace

std::span<const Asset> embedded_${NAME}() {
  static const Asset kAssets[] = {
${table}  };
  return kAssets;
}
")
endif()
file(WRITE ${OUTPUT}.S "${assembly}")
file(WRITE ${OUTPUT}.cpp "// Made by cmake/embed_files.cmake.
#include \"http/assets/assets.hpp\"

extern \"C\" {
${symbols}}

namespace assay::http {

${body}
}  // namespace assay::http
")
