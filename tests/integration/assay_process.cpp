#include "integration/assay_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/json_reader.hpp"
#include "integration/http_client.hpp"

extern char** environ;

namespace assay::tests {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The port in the first line that names an address; 0 where the process ends without one.
std::uint16_t read_port(int out) {
  std::string text;
  std::array<char, 256> bytes;
  while (text.find('\n') == std::string::npos || text.find("http://") == std::string::npos) {
    const auto got = ::read(out, bytes.data(), bytes.size());
    if (got <= 0) return 0;
    text.append(bytes.data(), static_cast<std::size_t>(got));
  }
  const auto address = text.substr(text.find("http://") + 7);
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
}

}  // namespace

AssayProcess::AssayProcess(std::vector<std::string> settings,
                           std::map<std::string, std::string> environment) {
  auto pattern = (std::filesystem::temp_directory_path() / "assay-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  folder_ = pattern;
  std::vector<std::string> words = {ASSAY_BINARY,  "serve",  "--listen",
                                    "127.0.0.1:0", "--data", (folder_ / "data").string()};
  for (auto& setting : settings) {
    words.emplace_back("--set");
    words.push_back(std::move(setting));
  }
  std::vector<std::string> variables;
  for (auto** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  };
  std::array<int, 2> out{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  const auto log = (folder_ / "log").string();
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int failed = ::posix_spawn(&child_, ASSAY_BINARY, &actions, nullptr, pointers(words).data(),
                                   pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  if (failed == 0) port_ = read_port(out[0]);
  ::close(out[0]);
  if (port_ == 0) throw std::runtime_error{"the server did not start: " + this->log()};
}

AssayProcess::~AssayProcess() {
  if (child_ > 0) {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string AssayProcess::log() const { return read_file(folder_ / "log"); }

long AssayProcess::peak_kib() const {
  const auto status = read_file("/proc/" + std::to_string(child_) + "/status");
  const auto at = status.find("VmHWM:");
  return at == std::string::npos ? 0 : std::stol(status.substr(at + 6));
}

AssayProcess::Finished AssayProcess::review(const std::string& body,
                                            const std::function<void()>& followed) const {
  Finished finished;
  HttpClient client(port_);
  const auto accepted = client.ask("POST", "/api/reviews", body, "content-type: application/json\r\n");
  const auto answer = base::JsonDocument::parse(accepted.body);
  const auto id = answer ? answer->root().find("id") : std::nullopt;
  if (accepted.status != 202 || !id) throw std::runtime_error{"not accepted: " + accepted.body};
  finished.id = *id->as_string();
  HttpClient stream(port_);
  stream.send("GET /api/reviews/" + finished.id + "/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  finished.stream = stream.read_until("event: status\n");
  if (followed) followed();
  finished.stream += stream.read_until("event: done\n");
  finished.review = client.ask("GET", "/api/reviews/" + finished.id).body;
  return finished;
}

}  // namespace assay::tests
