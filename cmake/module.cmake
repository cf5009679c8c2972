# assay_module(NAME DEPS <modules> LIBS <external targets>)
#
# Makes the static library assay_<NAME> out of every .cpp of the calling folder (subfolders too) and, of the
# *_test.cpp files that stand beside the code, the executable assay_<NAME>_tests registered with CTest.
# DEPS are the arrows of ARCHITECTURE.md; tools/check_arrows.py checks the includes against the same list.
function(assay_module name)
  cmake_parse_arguments(arg "" "" "DEPS;LIBS;TEST_DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.hpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz|bench)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(TRANSFORM arg_DEPS PREPEND assay_)
  list(TRANSFORM arg_TEST_DEPS PREPEND assay_)
  add_library(assay_${name} STATIC ${sources})
  target_link_libraries(assay_${name} PUBLIC assay_options ${arg_DEPS} PRIVATE ${arg_LIBS})
  if(ASSAY_TESTS AND tests)
    add_executable(assay_${name}_tests ${tests})
    target_link_libraries(assay_${name}_tests PRIVATE assay_${name} ${arg_TEST_DEPS} ${arg_LIBS} GTest::gmock GTest::gtest_main)
    gtest_discover_tests(assay_${name}_tests TEST_PREFIX ${name}/ DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
  endif()
endfunction()
