# assay_test_program(TARGET PREFIX <of the tests' names> TIMEOUT <seconds>)
#
# What every test program has in common. It is compiled without optimisation: most of what a build compiles are tests,
# and the code under test is optimised all the same.
function(assay_test_program target)
  cmake_parse_arguments(arg "" "PREFIX;TIMEOUT" "" ${ARGN})
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O0>)
  target_link_libraries(${target} PRIVATE GTest::gmock GTest::gtest_main)
  assay_precompile(${target} TESTS)
  gtest_discover_tests(${target} TEST_PREFIX ${arg_PREFIX}/ DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()

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
  assay_precompile(assay_${name})
  if(ASSAY_TESTS AND tests)
    add_executable(assay_${name}_tests ${tests})
    target_link_libraries(assay_${name}_tests PRIVATE assay_${name} ${arg_TEST_DEPS} ${arg_LIBS})
    assay_test_program(assay_${name}_tests PREFIX ${name} TIMEOUT 120)
  endif()
endfunction()
