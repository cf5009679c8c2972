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
#include <utility>

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

std::filesystem::path new_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "assay-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
  return pattern;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// Starts the binary; standard output goes to `out`, standard error to the end of the file `err`.
pid_t spawn(std::vector<std::string> words, const Variables& environment, int out,
            const std::filesystem::path& err) {
  // setpriv: no test that crashes or is killed leaves a process behind.
  words.insert(words.begin(), {"setpriv", "--pdeathsig", "KILL", ASSAY_BINARY});
  std::vector<std::string> variables;
  for (auto** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  // Without a terminal, like a service, whoever runs the tests.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, "setpriv", &actions, &attributes, pointers_to(words).data(),
                                    pointers_to(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error{"setpriv can't be started"};
  return child;
}

int await_exit(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

CommandResult run_assay(std::vector<std::string> arguments, const Variables& environment) {
  const auto folder = new_folder();
  const auto out = (folder / "out").string();
  const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  CommandResult result;
  const pid_t child = spawn(std::move(arguments), environment, file, folder / "err");
  ::close(file);
  result.code = await_exit(child);
  result.out = read_file(out);
  result.err = read_file(folder / "err");
  std::filesystem::remove_all(folder);
  return result;
}

AssayProcess::AssayProcess(const std::vector<std::string>& command, std::vector<std::string> settings,
                           Variables environment)
    : folder_(new_folder()) {
  auto words = command;
  settings.insert(settings.begin(), "data=" + (folder_ / "data").string());
  for (auto& setting : settings) {
    words.emplace_back("--set");
    words.push_back(std::move(setting));
  }
  std::array<int, 2> out{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  child_ = spawn(std::move(words), environment, out[1], folder_ / "log");
  ::close(out[1]);
  port_ = read_port(out[0]);
  ::close(out[0]);
  if (port_ == 0) throw std::runtime_error{"it did not start: " + this->log()};
}

AssayProcess::~AssayProcess() {
  if (child_ > 0) {
    send(SIGTERM);
    wait();
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void AssayProcess::send(int signal) const { ::kill(child_, signal); }

int AssayProcess::wait() { return await_exit(std::exchange(child_, -1)); }

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
