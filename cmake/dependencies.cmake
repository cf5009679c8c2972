# Every library comes from a Debian 12 package; `./dev` installs them (see packages in that script).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(simdjson REQUIRED)
find_package(date REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
# Its headers only: it is loaded when it is needed (store/mongo/library.hpp).
pkg_check_modules(mongoc REQUIRED libmongoc-1.0)
# glibc's allocator spends 15 % of the CPU of a stored POST; the sanitizers bring one of their own.
if(NOT ASSAY_SANITIZE)
  pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
endif()
if(ASSAY_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
if(ASSAY_BENCH)
  find_package(benchmark REQUIRED)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# What every target of ours gets. Third-party C (the grammars) is compiled without the warnings.
add_library(assay_options INTERFACE)
target_include_directories(assay_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(assay_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_USE_STD_STRING_VIEW ASSAY_VERSION="${PROJECT_VERSION}")
# Some of the libraries ask for these two; all targets get them, for they must agree to share precompiled headers.
target_compile_definitions(assay_options INTERFACE _FILE_OFFSET_BITS=64)
target_compile_options(assay_options INTERFACE -pthread
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align
    -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough>)
if(ASSAY_WERROR)
  target_compile_options(assay_options INTERFACE -Werror)
endif()
# g++ 12 reports false positives of these two inside libstdc++ and Boost at -O2.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(assay_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict
    -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread -Wno-dangling-pointer
    $<$<CONFIG:Release>:-Wno-mismatched-new-delete>)
endif()
# libstdc++ 12 uses std::get_temporary_buffer inside std::stable_sort; clang reports that as ours.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(assay_options INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-g1>)
endif()
# All C here is other people's (the grammars). It is compiled with the same line in every preset but fuzz, so that
# ccache compiles it once; the sanitizers watch our C++.
foreach(config DEBUG RELEASE RELWITHDEBINFO)
  set(CMAKE_C_FLAGS_${config} "-DNDEBUG")
endforeach()
if(ASSAY_SANITIZE)
  set(sanitized_languages CXX)
  if(ASSAY_FUZZ)
    set(sanitized_languages C,CXX)
  endif()
  add_compile_options($<$<COMPILE_LANGUAGE:${sanitized_languages}>:-fsanitize=${ASSAY_SANITIZE}>
    $<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer$<SEMICOLON>-g1$<SEMICOLON>-O1>)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
  target_compile_definitions(assay_options INTERFACE ASSAY_SANITIZED=1)
endif()
if(ASSAY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
