# assay_precompile(TARGET [TESTS])
#
# Lets TARGET read the headers that most files include from one precompiled header: without it, two thirds of a build
# from nothing go into parsing them again and again. It holds only headers of other people, which never change here. Each
# file still includes all that it uses: the presets of clang compile without it and would fail.
option(ASSAY_PRECOMPILE "Precompile the headers that most files include" ON)

set(ASSAY_PRECOMPILED_HEADERS
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <cstdint> <cstdlib> <cstring> <deque> <filesystem> <fstream>
  <functional> <iterator> <map> <memory> <mutex> <optional> <set> <span> <sstream> <stop_token> <string> <string_view>
  <thread> <tuple> <unordered_map> <utility> <variant> <vector>
  <boost/asio/awaitable.hpp> <boost/asio/basic_waitable_timer.hpp> <boost/asio/co_spawn.hpp> <boost/asio/detached.hpp>
  <boost/asio/executor_work_guard.hpp> <boost/asio/io_context.hpp> <boost/asio/post.hpp> <boost/asio/this_coro.hpp>
  <boost/asio/use_awaitable.hpp>)

if(ASSAY_PRECOMPILE)
  # A precompiled header serves only units with the same options, so there is one for the code and one for the tests.
  set(empty ${CMAKE_BINARY_DIR}/precompiled.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "// Carries the precompiled header.\n")
  add_library(assay_precompiled OBJECT ${empty})
  target_link_libraries(assay_precompiled PRIVATE assay_options Boost::headers)
  target_precompile_headers(assay_precompiled PRIVATE ${ASSAY_PRECOMPILED_HEADERS})
  if(ASSAY_TESTS)
    add_library(assay_precompiled_tests OBJECT ${empty})
    target_compile_options(assay_precompiled_tests PRIVATE $<$<CONFIG:Release>:-O0>)
    target_link_libraries(assay_precompiled_tests PRIVATE assay_options Boost::headers GTest::gmock)
    target_precompile_headers(assay_precompiled_tests PRIVATE ${ASSAY_PRECOMPILED_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

function(assay_precompile target)
  cmake_parse_arguments(arg "TESTS" "" "" ${ARGN})
  if(ASSAY_PRECOMPILE)
    set(suffix "")
    if(arg_TESTS)
      set(suffix _tests)
    endif()
    target_precompile_headers(${target} REUSE_FROM assay_precompiled${suffix})
  endif()
endfunction()
