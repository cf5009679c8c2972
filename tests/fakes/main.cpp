// assay-fake-provider: a stand-in for an LLM provider, for trying Assay without a key and for tests.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "fakes/fake_provider.hpp"

namespace {

using assay::fakes::FakeOptions;

struct Arguments {
  std::string listen = "127.0.0.1:0";
  FakeOptions options;
  long long latency_ms = 0;
  long long latency_jitter_ms = 0;
  long long chunk_delay_ms = 0;
  std::vector<std::string> faults;
  std::string schema = "strict";
  std::string reply_file;
  std::string latency_shape = "uniform";
  std::string tls_certificate;
  bool list_faults = false;
};

void add_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--listen", arguments.listen, "ADDRESS:PORT; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--seed", arguments.options.seed, "same seed, same answers")->capture_default_str();
  app.add_option("--latency-ms", arguments.latency_ms, "before the first byte of an answer")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--latency-jitter-ms", arguments.latency_jitter_ms, "up to this much more")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--latency-shape", arguments.latency_shape,
                 "how the jitter is spread: its most, or its mean")
      ->check(CLI::IsMember({"uniform", "exponential"}));
  app.add_option("--chunk-delay-ms", arguments.chunk_delay_ms, "between the chunks of a stream")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--chunk-bytes", arguments.options.chunk_bytes, "content bytes in a chunk")
      ->check(CLI::PositiveNumber);
  app.add_option("--key", arguments.options.expected_key, "accept only this key");
  app.add_option("--schema", arguments.schema, "what the server can do")
      ->check(CLI::IsMember({"strict", "json_object", "none"}));
  app.add_option("--fault", arguments.faults,
                 "KIND[:NAME=VALUE,...] for every request without a script; rate=PERCENT; repeatable");
  app.add_option("--reply-file", arguments.reply_file, "always say what this file holds")
      ->check(CLI::ExistingFile);
  app.add_option(
      "--tls-certificate", arguments.tls_certificate,
      "speak https and write the certificate, made at start, to this file (ca_file of a provider)");
  app.add_flag("--keep-bodies", arguments.options.keep_bodies, "the log holds what was sent");
  app.add_flag("--list-faults", arguments.list_faults, "print the faults and leave");
  app.footer(
      "Then: OPENAI_API_KEY=any OPENAI_BASE_URL=http://ADDRESS:PORT/v1 assay serve\n"
      "or a provider in assay.toml: openai-chat and openai-responses below /v1, anthropic at the origin,\n"
      "gemini below /v1beta\n"
      "POST /_fake/script {\"faults\":[\"cut:at=100\"]}, GET /_fake/log, POST /_fake/reset, GET "
      "/_fake/faults");
}

bool complete(Arguments& arguments) {
  using std::chrono::milliseconds;
  auto& options = arguments.options;
  options.latency = milliseconds{arguments.latency_ms};
  options.latency_jitter = milliseconds{arguments.latency_jitter_ms};
  options.chunk_delay = milliseconds{arguments.chunk_delay_ms};
  options.tls = !arguments.tls_certificate.empty();
  if (arguments.latency_shape == "exponential")
    options.latency_shape = assay::fakes::LatencyShape::exponential;
  options.schema = arguments.schema == "strict"        ? assay::fakes::SchemaSupport::strict
                   : arguments.schema == "json_object" ? assay::fakes::SchemaSupport::json_object
                                                       : assay::fakes::SchemaSupport::none;
  for (const auto& text : arguments.faults) {
    auto fault = assay::fakes::parse_fault(text);
    if (!fault) {
      std::cerr << "assay-fake-provider: " << fault.error().message << " (see --list-faults)\n";
      return false;
    }
    options.always.push_back(std::move(*fault));
  }
  if (!arguments.reply_file.empty()) {
    std::ifstream file(arguments.reply_file, std::ios::binary);
    options.fixed_content.assign(std::istreambuf_iterator<char>(file), {});
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "A stand-in for an LLM provider that reviews the code it is sent. It speaks OpenAI Chat Completions "
      "and\n"
      "Responses, Anthropic Messages and Gemini, and refuses what they refuse."};
  Arguments arguments;
  add_options(app, arguments);
  CLI11_PARSE(app, argc, argv);
  if (arguments.list_faults) {
    for (const auto& kind : assay::fakes::fault_kinds()) {
      std::printf("%-16.*s %.*s\n", static_cast<int>(kind.name.size()), kind.name.data(),
                  static_cast<int>(kind.what.size()), kind.what.data());
    }
    return 0;
  }
  if (!complete(arguments)) return 2;
  const auto colon = arguments.listen.rfind(':');
  const auto port = colon == std::string::npos ? -1 : std::atoi(arguments.listen.c_str() + colon + 1);
  if (port < 0 || port > 65535) {
    std::cerr << "assay-fake-provider: --listen must be ADDRESS:PORT\n";
    return 2;
  }
  // Blocked before the server's thread starts, so that only sigwait sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const auto provider = assay::fakes::FakeProvider::start(
      arguments.options, arguments.listen.substr(0, colon), static_cast<unsigned short>(port));
  if (!provider) {
    std::cerr << "assay-fake-provider: " << provider.error().message << '\n';
    return 1;
  }
  if (arguments.options.tls) {
    std::ofstream file(arguments.tls_certificate, std::ios::binary);
    if (!(file << (*provider)->certificate()).flush()) {
      std::cerr << "assay-fake-provider: can't write " << arguments.tls_certificate << '\n';
      return 1;
    }
  }
  std::cout << (*provider)->origin() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  return 0;
}
