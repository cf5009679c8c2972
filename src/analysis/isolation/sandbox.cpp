#include "analysis/isolation/sandbox.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(ASSAY_SANITIZED)
#define ASSAY_UNDER_SANITIZER 1
#else
#define ASSAY_UNDER_SANITIZER 0
#endif

namespace assay::analysis {
namespace {

bool set_limit(__rlimit_resource what, rlim_t value) {
  const rlimit limit{value, value};
  return setrlimit(what, &limit) == 0;
}

/// What a process that only computes needs: memory, locks, time, its pipes, and to end.
constexpr int kAllowed[] = {SCMP_SYS(read),
                            SCMP_SYS(write),
                            SCMP_SYS(readv),
                            SCMP_SYS(writev),
                            SCMP_SYS(close),
                            SCMP_SYS(exit),
                            SCMP_SYS(exit_group),
                            SCMP_SYS(brk),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(futex),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(gettimeofday),
                            SCMP_SYS(getrusage),
                            SCMP_SYS(prlimit64),
                            SCMP_SYS(setrlimit),
                            SCMP_SYS(getrlimit),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(rt_sigaction),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(getpid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(tgkill),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(restart_syscall),
                            SCMP_SYS(nanosleep),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(poll),
                            SCMP_SYS(rseq),
                            SCMP_SYS(set_robust_list),
                            SCMP_SYS(sched_getaffinity)};

}  // namespace

std::vector<std::string> missing_kernel_features() {
  std::vector<std::string> missing;
  if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0 && errno == EINVAL) {
    missing.emplace_back("seccomp: the analysis processes run without a filter of system calls");
  }
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0));
  if (pidfd < 0) {
    missing.emplace_back("pidfd_open: the end of an analysis process is noticed by its pipe only");
  } else {
    close(pidfd);
  }
  return missing;
}

std::string limit_process(std::uint64_t memory_bytes, int parent_pid) {
  std::string problems;
  const auto note = [&problems](const char* what) {
    problems += (problems.empty() ? "" : "; ") + std::string(what) + ": " + std::strerror(errno);
  };
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) note("PR_SET_PDEATHSIG");
  // The parent may have died before that took effect.
  if (parent_pid > 0 && getppid() != parent_pid) _exit(0);
  if (!set_limit(RLIMIT_CORE, 0)) note("RLIMIT_CORE");
  if (!ASSAY_UNDER_SANITIZER) {
    if (!set_limit(RLIMIT_FSIZE, 0)) note("RLIMIT_FSIZE");
    if (!set_limit(RLIMIT_NOFILE, 16)) note("RLIMIT_NOFILE");
    if (memory_bytes > 0 && !set_limit(RLIMIT_AS, memory_bytes)) note("RLIMIT_AS");
  }
  return problems;
}

std::string deny_system_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return "seccomp: no filter can be made";
  int failed = 0;
  for (const int call : kAllowed) failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  // Memory, but none that can be executed.
  const scmp_arg_cmp not_executable{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_executable);
  failed |= seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &not_executable);
  const int loaded = failed != 0 ? failed : seccomp_load(filter);
  seccomp_release(filter);
  return loaded == 0 ? std::string() : std::string("seccomp: ") + std::strerror(-loaded);
}

std::string deny_network() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return "seccomp: no filter can be made";
  const scmp_arg_cmp not_local{0, SCMP_CMP_NE, AF_UNIX, 0};
  int failed = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 1, &not_local);
  // io_uring would open sockets behind the filter's back.
  for (const int call :
       {SCMP_SYS(io_uring_setup), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
        SCMP_SYS(bpf), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(unshare), SCMP_SYS(setns),
        SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd)}) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
  }
  const int loaded = failed != 0 ? failed : seccomp_load(filter);
  seccomp_release(filter);
  return loaded == 0 ? std::string() : std::string("seccomp: ") + std::strerror(-loaded);
}

void limit_cpu_time(std::uint32_t seconds) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  rlimit limit{};
  getrlimit(RLIMIT_CPU, &limit);
  limit.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + seconds;
  setrlimit(RLIMIT_CPU, &limit);
}

}  // namespace assay::analysis
