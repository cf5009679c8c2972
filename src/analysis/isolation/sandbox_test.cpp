#include "analysis/isolation/sandbox.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace assay::analysis {
namespace {

/// Runs `body` in a process of its own and returns its exit code; minus the signal that ended it.
template <class Body>
int in_child(Body body) {
  const pid_t pid = fork();
  if (pid == 0) _exit(body());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Sandbox, DeniesFilesSocketsAndPrograms) {
  EXPECT_EQ(in_child([] {
              if (!deny_system_calls().empty()) return 10;
              if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EPERM) return 1;
              if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM) return 2;
              char name[] = "/bin/true";
              char* arguments[] = {name, nullptr};
              if (execv(name, arguments) >= 0 || errno != EPERM) return 3;
              if (fork() >= 0 || errno != EPERM) return 4;
              if (kill(getppid(), 0) == 0 || errno != EPERM) return 5;
              return 0;
            }),
            0);
}

TEST(Sandbox, PipesStayUsable) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_EQ(in_child([&ends] {
              if (!deny_system_calls().empty()) return 10;
              return write(ends[1], "x", 1) == 1 ? 0 : 1;
            }),
            0);
  char got = 0;
  EXPECT_EQ(read(ends[0], &got, 1), 1);
  close(ends[0]);
  close(ends[1]);
}

TEST(Sandbox, ProcessorTimeIsLimited) {
  const int ended = in_child([] {
    limit_cpu_time(0);
    while (getppid() > 0) {
    }
    return 0;
  });
  EXPECT_EQ(ended, -SIGXCPU);
}

TEST(Sandbox, ChildOfAnotherParentEndsAtOnce) {
  EXPECT_EQ(in_child([] {
              limit_process(0, 1);  // the parent is not process 1
              return 9;
            }),
            0);
}

TEST(Sandbox, ThisKernelHasWhatIsNeeded) { EXPECT_TRUE(missing_kernel_features().empty()); }

}  // namespace
}  // namespace assay::analysis
