#include "analysis/isolation/child.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "analysis/engine.hpp"
#include "analysis/isolation/linter_child.hpp"
#include "analysis/isolation/message.hpp"
#include "analysis/isolation/sandbox.hpp"
#include "analysis/ruleset/own_rules.hpp"

namespace assay::analysis {
namespace {

bool read_all(void* target, std::size_t size) {
  auto* at = static_cast<char*>(target);
  while (size > 0) {
    const ssize_t got = ::read(STDIN_FILENO, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(const char* at, std::size_t size) {
  while (size > 0) {
    const ssize_t put = ::write(STDOUT_FILENO, at, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    at += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

std::optional<std::string> receive() {
  std::uint32_t size = 0;
  if (!read_all(&size, sizeof size) || size > kMaxMessage) return std::nullopt;
  std::string bytes(size, '\0');
  if (!read_all(bytes.data(), size)) return std::nullopt;
  return bytes;
}

bool send(const std::string& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  return write_all(reinterpret_cast<const char*>(&size), sizeof size) &&
         write_all(bytes.data(), bytes.size());
}

int serve(int parent_pid) {
  const auto bytes = receive();
  if (!bytes) return 0;  // the parent changed its mind
  const auto setup = decode_setup(*bytes);
  if (!setup) return 3;
  std::string missing = limit_process(setup->memory_bytes, parent_pid);
  const Engine engine(own_rules({setup->extra_rules, setup->disabled, setup->enabled}), setup->limits);
  const std::string denied = deny_system_calls();
  if (!denied.empty()) missing += (missing.empty() ? "" : "; ") + denied;
  if (!send(encode(ChildReady{missing}))) return 0;
  while (const auto request = receive()) {
    limit_cpu_time(setup->cpu_seconds);
    const auto source = decode_source(*request);
    if (!source) return 3;
    AnalysisResult result;
    try {
      result = engine.analyse(*source);
    } catch (const std::exception&) {  // out of memory, or a bug: either way only this text is lost
      result = skipped(*source, "the analysis of this text failed or needed too much memory");
    }
    if (!send(encode(std::move(result)))) return 0;
  }
  return 0;
}

}  // namespace

int run_child_if_asked(int argc, char** argv) {
  if (const int code = run_linter_child_if_asked(argc, argv); code >= 0) return code;
  if (argc != 3 || std::strcmp(argv[1], kChildArgument) != 0) return -1;
  // Descriptors that some library of the parent opened without close-on-exec.
  syscall(SYS_close_range, 3U, ~0U, 0U);
  // No destructors: some would want system calls that are denied by now.
  ::_exit(serve(std::atoi(argv[2])));
}

}  // namespace assay::analysis
