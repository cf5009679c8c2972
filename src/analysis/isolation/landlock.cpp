#include "analysis/isolation/landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace assay::analysis {
namespace {

constexpr std::uint64_t kRead =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/// What programs need to start and interpreters to find their libraries; /etc only as far as that.
constexpr const char* kSystem[] = {"/usr",
                                   "/lib",
                                   "/lib64",
                                   "/bin",
                                   "/opt",
                                   "/dev",
                                   "/proc",
                                   "/sys/devices/system/cpu",
                                   "/etc/ld.so.cache",
                                   "/etc/alternatives",
                                   "/etc/localtime",
                                   "/var/lib/gems"};

void allow(int ruleset, const std::string& path, std::uint64_t access) {
  const int folder = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (folder < 0) return;  // not on this machine
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access;
  rule.parent_fd = folder;
  if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) != 0) {
    // A file takes no rights that are about folders.
    rule.allowed_access =
        access & (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U);
  }
  close(folder);
}

}  // namespace

bool has_landlock() {
  return syscall(SYS_landlock_create_ruleset, nullptr, 0UL, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

std::string restrict_files(const std::string& own, const std::vector<std::string>& readable) {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = kRead | kWrite;
  const int ruleset =
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0U));
  if (ruleset < 0) return std::string{"Landlock: "} + std::strerror(errno);
  for (const char* path : kSystem) allow(ruleset, path, kRead);
  for (const std::string& path : readable) allow(ruleset, path, kRead);
  allow(ruleset, "/dev/null", kRead | LANDLOCK_ACCESS_FS_WRITE_FILE);
  allow(ruleset, own, kRead | kWrite);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const bool done = syscall(SYS_landlock_restrict_self, ruleset, 0U) == 0;
  const int failed = errno;
  close(ruleset);
  return done ? std::string{} : std::string{"Landlock: "} + std::strerror(failed);
}

}  // namespace assay::analysis
