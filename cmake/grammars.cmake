# The tree-sitter core and every grammar, compiled from the npm packages that grammars/package-lock.json pins
# (`npm ci --ignore-scripts` in grammars/). Debian's libtree-sitter is not used: 0.20 corrupts its heap on deep nesting.
#
# assay_grammars is one static library. Each grammar is an OBJECT library of its own, so that ccache and the build
# see small units. The sources are other people's: no warnings, and -O2 in every build type because a parser without
# optimisation is ten times slower.
get_filename_component(ASSAY_GRAMMARS_DIR ${CMAKE_CURRENT_LIST_DIR}/../grammars/node_modules ABSOLUTE)
if(NOT EXISTS ${ASSAY_GRAMMARS_DIR}/tree-sitter/vendor/tree-sitter/lib/src/lib.c)
  message(FATAL_ERROR "The grammars are not installed: run `npm ci --ignore-scripts` in grammars/ "
                      "(./dev does it).")
endif()

function(assay_vendor_options target)
  target_compile_options(${target} PRIVATE -w -g0 -O2)
  set_target_properties(${target} PROPERTIES C_STANDARD 11 C_EXTENSIONS ON)
endfunction()

set(tree_sitter_lib ${ASSAY_GRAMMARS_DIR}/tree-sitter/vendor/tree-sitter/lib)
add_library(tree_sitter_core OBJECT ${tree_sitter_lib}/src/lib.c)
target_include_directories(tree_sitter_core PRIVATE ${tree_sitter_lib}/include ${tree_sitter_lib}/src)
target_compile_definitions(tree_sitter_core PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200112L)
assay_vendor_options(tree_sitter_core)

# name=folder below node_modules that holds parser.c and, for most, scanner.c
set(grammar_folders
  bash=tree-sitter-bash/src
  c=tree-sitter-c/src
  c_sharp=tree-sitter-c-sharp/src
  cpp=tree-sitter-cpp/src
  css=tree-sitter-css/src
  go=tree-sitter-go/src
  html=tree-sitter-html/src
  java=tree-sitter-java/src
  javascript=tree-sitter-javascript/src
  json=tree-sitter-json/src
  kotlin=@tree-sitter-grammars/tree-sitter-kotlin/src
  lua=@tree-sitter-grammars/tree-sitter-lua/src
  php=tree-sitter-php/php/src
  python=tree-sitter-python/src
  ruby=tree-sitter-ruby/src
  rust=tree-sitter-rust/src
  scala=tree-sitter-scala/src
  sql=@derekstride/tree-sitter-sql/src
  swift=tree-sitter-swift/src
  toml=@tree-sitter-grammars/tree-sitter-toml/src
  tsx=tree-sitter-typescript/tsx/src
  typescript=tree-sitter-typescript/typescript/src
  yaml=@tree-sitter-grammars/tree-sitter-yaml/src)

add_library(assay_grammars STATIC $<TARGET_OBJECTS:tree_sitter_core>)
foreach(entry IN LISTS grammar_folders)
  string(REPLACE "=" ";" pair ${entry})
  list(GET pair 0 name)
  list(GET pair 1 folder)
  set(folder ${ASSAY_GRAMMARS_DIR}/${folder})
  set(sources ${folder}/parser.c)
  if(EXISTS ${folder}/scanner.c)
    list(APPEND sources ${folder}/scanner.c)
  endif()
  add_library(grammar_${name} OBJECT ${sources})
  target_include_directories(grammar_${name} PRIVATE ${folder})
  assay_vendor_options(grammar_${name})
  target_sources(assay_grammars PRIVATE $<TARGET_OBJECTS:grammar_${name}>)
endforeach()
target_include_directories(assay_grammars SYSTEM INTERFACE ${tree_sitter_lib}/include)
set_target_properties(assay_grammars PROPERTIES LINKER_LANGUAGE C)
