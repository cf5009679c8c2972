# Script: cmake -DFOLDER=dir -DOUTPUT=file.cpp -P embed_scripts.cmake
#
# Defines for each script FOLDER/queue_claim.lua the text assay::broker::redis::scripts::kQueueClaim. What stands in
# <group>.lua comes before the text of each <group>_*.lua, and is no script itself.
file(GLOB files ${FOLDER}/*.lua)
list(SORT files)
set(body "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^([a-z]+)_" ignored "${name}")
  if(NOT CMAKE_MATCH_1)
    continue()
  endif()
  set(text "")
  if(EXISTS ${FOLDER}/${CMAKE_MATCH_1}.lua)
    file(READ ${FOLDER}/${CMAKE_MATCH_1}.lua text)
  endif()
  file(READ ${file} own)
  set(constant k)
  string(REPLACE "_" ";" words "${name}")
  foreach(word IN LISTS words)
    string(SUBSTRING "${word}" 0 1 first)
    string(SUBSTRING "${word}" 1 -1 rest)
    string(TOUPPER "${first}" first)
    string(APPEND constant "${first}${rest}")
  endforeach()
  string(APPEND body "const std::string_view ${constant} = R\"lua(${text}${own})lua\";\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by cmake/embed_scripts.cmake.
#include \"broker/redis/scripts.hpp\"

namespace assay::broker::redis::scripts {

${body}
}  // namespace assay::broker::redis::scripts
")
