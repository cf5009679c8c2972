// The smallest binary that can be an analysis process: what the tests of the pool start.
#include "analysis/isolation/child.hpp"

int main(int argc, char** argv) {
  const int code = assay::analysis::run_child_if_asked(argc, argv);
  return code >= 0 ? code : 2;
}
