# assay_embed(TARGET NAME <name> PREFIX <url prefix> [ROOT <folder>] [STAMP <file>] [EXTRA <url path=file>...])
#
# Embeds files in TARGET (see embed_files.cmake); done anew whenever one of them changes. Files below ROOT that the build
# itself makes are not known beforehand: STAMP then stands for all of them.
function(assay_embed target)
  cmake_parse_arguments(arg "" "NAME;PREFIX;ROOT;STAMP" "EXTRA" ${ARGN})
  set(stem ${CMAKE_CURRENT_BINARY_DIR}/embedded_${arg_NAME})
  set(inputs ${arg_STAMP})
  if(arg_ROOT AND NOT arg_STAMP)
    file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${arg_ROOT}/*)
  endif()
  foreach(entry IN LISTS arg_EXTRA)
    string(REGEX REPLACE "^[^=]+=" "" file "${entry}")
    list(APPEND inputs ${file})
  endforeach()
  string(REPLACE ";" "\\;" extra "${arg_EXTRA}")
  add_custom_command(
    OUTPUT ${stem}.cpp ${stem}.S
    COMMAND ${CMAKE_COMMAND} -DNAME=${arg_NAME} -DPREFIX=${arg_PREFIX} -DROOT=${arg_ROOT} "-DEXTRA=${extra}"
            -DOUTPUT=${stem} -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${arg_NAME}"
    VERBATIM)
  set_source_files_properties(${stem}.S PROPERTIES OBJECT_DEPENDS "${inputs}")
  target_sources(${target} PRIVATE ${stem}.cpp ${stem}.S)
endfunction()
