#include "analysis/isolation/linter_child.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "analysis/isolation/landlock.hpp"
#include "analysis/isolation/sandbox.hpp"

namespace assay::analysis {
namespace {

constexpr rlim_t kMaxFileBytes = 64U << 20;
constexpr rlim_t kMaxFiles = 512;

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(what, &both);
}

}  // namespace

std::vector<std::string> linter_child_arguments(const LinterChildSetup& setup) {
  std::vector<std::string> out = {"assay-linter",
                                  kLinterChildArgument,
                                  std::to_string(setup.parent),
                                  setup.folder,
                                  std::to_string(setup.memory_bytes),
                                  std::to_string(setup.cpu_seconds),
                                  setup.work,
                                  std::to_string(setup.readable.size())};
  out.insert(out.end(), setup.readable.begin(), setup.readable.end());
  return out;
}

int run_linter_child_if_asked(int argc, char** argv) {
  constexpr int kFixed = 8;
  if (argc <= kFixed || std::strcmp(argv[1], kLinterChildArgument) != 0) return -1;
  const int readable = std::atoi(argv[7]);
  if (readable < 0 || kFixed + readable >= argc) return kLinterChildFailed;
  const std::string folder = argv[3];
  syscall(SYS_close_range, 3U, ~0U, 0U);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != std::atoi(argv[2])) return kLinterChildFailed;  // the parent died before that took effect
  if (chdir((folder + "/" + argv[6]).c_str()) != 0) return kLinterChildFailed;
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, kMaxFileBytes);
  limit(RLIMIT_NOFILE, kMaxFiles);
  limit(RLIMIT_CPU, static_cast<rlim_t>(std::atoll(argv[5])));
  // What a sanitizer puts into this program maps more than any limit, before execv, too.
#ifndef ASSAY_SANITIZED
  if (const auto memory = std::strtoull(argv[4], nullptr, 10); memory > 0) limit(RLIMIT_AS, memory);
#endif
  std::vector<std::string> allowed(argv + kFixed, argv + kFixed + readable);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // Missing kernel features are named by /readyz; the rest of the profile holds without them.
  (void)restrict_files(folder, allowed);
  (void)deny_network();
  char** program = argv + kFixed + readable;
  execv(program[0], program);
  std::fprintf(stderr, "%s: %s\n", program[0], std::strerror(errno));
  // Nothing that runs at exit (a sanitizer's search for leaks, say) can work behind these limits.
  _exit(kLinterChildFailed);
}

std::vector<std::string> missing_linter_features() {
  std::vector<std::string> missing;
  if (!has_landlock()) missing.emplace_back("Landlock: linters can read files besides the one they check");
  return missing;
}

}  // namespace assay::analysis
