#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "http/http_metrics.hpp"

namespace assay::http {
namespace {

double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  long long total = 0;
  long long resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double open_files() {
  DIR* const folder = ::opendir("/proc/self/fd");
  if (!folder) return 0;
  int count = 0;
  while (::readdir(folder)) ++count;
  ::closedir(folder);
  return count - 3;  // ".", ".." and the folder itself
}

double most_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  return static_cast<double>(files.rlim_cur);
}

}  // namespace

void add_process_metrics(base::Metrics& metrics) {
  const auto started = std::chrono::steady_clock::now();
  metrics.gauge("process_resident_memory_bytes", "Resident memory.", resident_bytes);
  metrics.counter_from("process_cpu_seconds_total", "Processor time, user and system.", cpu_seconds);
  metrics.gauge("process_open_fds", "Open file descriptors.", open_files);
  metrics.gauge("process_max_fds", "Most file descriptors that it may open.", most_files);
  const double began =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  metrics.gauge("process_start_time_seconds", "When it started, in seconds since 1970.",
                [began] { return began; });
  metrics.gauge("assay_uptime_seconds", "Since the start.", [started] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  });
  metrics.gauge("assay_build_info", "Always 1; the label says which version.", [] { return 1.0; },
                {{"version", ASSAY_VERSION}});
}

}  // namespace assay::http
