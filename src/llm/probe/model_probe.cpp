#include "llm/probe/model_probe.hpp"

#include <algorithm>
#include <iterator>

#include "llm/calls/model_book.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/reply_reader.hpp"
#include "llm/split_code.hpp"
#include "llm/tokens.hpp"
#include "llm/transport/curl_transport.hpp"

namespace assay::llm {
namespace {

using State = ProbeFinding::State;

// The whole ladder, and the name of the token limit and the temperature on the way.
constexpr int kMostCalls = 6;
// No tokenizer makes fewer tokens of the padding, which is mostly digits; real ones make about twice as many.
constexpr double kMostBytesPerToken = 4.5;
constexpr double kLeastShare = 0.95;
constexpr std::int64_t kShortAnswer = 512;

// Counts the pieces in which the text comes.
class Pieces final : public ContentSink {
 public:
  void on_content(std::string_view) override { ++count; }
  int count = 0;
};

struct Words {
  const char* step;
  const char* advice;
};

// Which step a failure belongs to, and what helps.
Words words_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::timeout:
      return {"reachable",
              "give a slow machine more time by llm.deadline; else see whether the server is busy or stuck"};
    case FailureKind::network:
    case FailureKind::cancelled:
      return {"reachable", "check the base URL, the network and, for https, ca_file"};
    case FailureKind::forbidden_host:
    case FailureKind::bad_reply:
      return {"reachable", "check the base URL: it needs the path that the provider documents, such as /v1"};
    case FailureKind::auth:
      return {"key", "check the key: llm.api_key, or api_key, api_key_file or api_key_env of the provider"};
    case FailureKind::quota:
      return {"key", "add credit at the provider, or raise its limits"};
    case FailureKind::not_found:
      return {"model", "check the model's name and the path of the base URL"};
    case FailureKind::incomplete:
    case FailureKind::overloaded:
    case FailureKind::rate_limited:
    case FailureKind::bad_request:
    case FailureKind::too_large:
    case FailureKind::refused:
      break;
  }
  return {"answer", "see what the provider says; try again, or choose another model"};
}

class ProbeReport {
 public:
  void ok(const char* what, std::string detail) { add(what, State::ok, std::move(detail), ""); }
  void warn(const char* what, std::string detail, std::string advice) {
    add(what, State::warn, std::move(detail), std::move(advice));
  }
  void fail(const char* what, std::string detail, std::string advice) {
    add(what, State::fail, std::move(detail), std::move(advice));
  }
  void skip_rest() {
    while (findings_.size() < std::size(kProbeSteps))
      add(kProbeSteps[findings_.size()], State::skipped, "not tried", "");
  }
  /// What comes before the step that failed must have been well.
  void fail_at(const Words& words, const std::string& detail) {
    while (findings_.size() < std::size(kProbeSteps) &&
           std::string_view(kProbeSteps[findings_.size()]) != words.step)
      ok(kProbeSteps[findings_.size()], "yes");
    fail(words.step, detail, words.advice);
    skip_rest();
  }
  std::vector<ProbeFinding> take() { return std::move(findings_); }

 private:
  void add(const char* what, State state, std::string detail, std::string advice) {
    findings_.push_back({what, state, std::move(detail), std::move(advice)});
  }
  std::vector<ProbeFinding> findings_;
};

std::string schema_text(SchemaMode mode) {
  switch (mode) {
    case SchemaMode::strict:
      return "takes the schema of the answer";
    case SchemaMode::json_object:
      return "takes no schema, but gives JSON";
    case SchemaMode::prompt_only:
      return "takes neither a schema nor a JSON mode; the format is asked for in words";
  }
  return {};
}

}  // namespace

struct ModelProber::Impl {
  Impl(LlmConfig c, std::unique_ptr<CurlTransport> wire, std::unique_ptr<ModelBook> book,
       base::Random& chance)
      : config(std::move(c)),
        transport(std::move(wire)),
        models(std::move(book)),
        system_prompt(build_system_prompt(config.max_issues)),
        random(chance) {}

  std::string prompt(const std::vector<std::string_view>& lines, bool describe_schema) {
    PromptInput input;
    input.language = core::Language::python;
    input.filename = "probe.py";
    input.lines = lines;
    input.part = {1, static_cast<int>(lines.size())};
    input.max_line_bytes = config.max_line_bytes;
    input.describe_schema = describe_schema;
    return build_code_prompt(input, random);
  }

  struct Asked {
    ChatOutcome outcome;
    std::size_t bytes = 0;  ///< of the prompt, the schema left out: not all providers count it
    int pieces = 0;
  };
  /// Asks until the server understands what it is asked in.
  base::Task<Asked> ask(Model* model, std::vector<std::string_view> lines, std::int64_t max_output) {
    Asked asked;
    const std::stop_token never;
    for (int call = 0; call < kMostCalls; ++call) {
      const auto dialect = model->dialect;
      const auto text = prompt(lines, dialect.schema != SchemaMode::strict);
      ChatRequest request;
      request.model = model->config.id;
      request.system = system_prompt;
      request.user = text;
      request.schema = review_schema();
      request.max_output_tokens = std::min(max_output, model->config.max_output_tokens.value_or(max_output));
      request.temperature = config.temperature;
      request.stream = model->config.stream;
      asked.bytes = request.system.size() + request.user.size();
      Pieces pieces;
      asked.outcome = co_await model->client->ask(request, dialect, &pieces, never);
      asked.pieces = pieces.count;
      if (!asked.outcome.next || !model->learn(dialect, *asked.outcome.next)) break;
    }
    co_return asked;
  }

  void judge_answer(const Model& model, const Asked& asked, ProbeReport& findings) const;
  void judge_context(const Model& model, const Asked& small, const Asked& large, ProbeReport& findings) const;

  LlmConfig config;
  std::unique_ptr<CurlTransport> transport;
  std::unique_ptr<ModelBook> models;
  std::string system_prompt;
  base::Random& random;
};

base::Result<std::unique_ptr<ModelProber>> ModelProber::create(LlmConfig config, base::Executor executor,
                                                               const base::Clock& clock,
                                                               base::Random& random) {
  auto prices = PriceTable::create();
  if (!prices) return base::fail(std::move(prices.error()));
  auto transport = CurlTransport::create(executor, clock);
  if (!transport) return base::fail(std::move(transport.error()));
  auto models = ModelBook::create(config, *prices, **transport, clock);
  if (!models) return base::fail(std::move(models.error()));
  auto impl = std::make_unique<Impl>(std::move(config), std::move(*transport), std::move(*models), random);
  return std::unique_ptr<ModelProber>(new ModelProber(std::move(impl)));
}

ModelProber::ModelProber(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ModelProber::~ModelProber() = default;

std::vector<std::string> ModelProber::models() const {
  std::vector<std::string> names;
  for (const auto* model : impl_->models->order()) names.push_back(model->name);
  return names;
}

void ModelProber::Impl::judge_answer(const Model& model, const Asked& asked, ProbeReport& findings) const {
  const auto& reply = *asked.outcome.reply;
  findings.ok("reachable", model.client->origin());
  findings.ok("key", "accepted");
  findings.ok("model", reply.model.empty() ? model.config.id : reply.model);
  if (reply.finish == FinishReason::refused || reply.finish == FinishReason::filtered) {
    findings.fail("answer", "the model refused to review two harmless lines", "choose another model");
  } else if (reply.finish == FinishReason::length) {
    findings.warn("answer", "cut off at the limit of tokens",
                  "raise llm.max_output_tokens: models that think need room for it");
  } else if (const auto review = read_reply(reply.content); !review) {
    findings.warn("answer", "it could not be read as a review: " + review.error().message,
                  "such reviews will fail: choose a larger model, or one that takes a schema");
  } else {
    findings.ok("answer", "a review that can be read" +
                              std::string(review->coercions.empty() ? "" : ", after repairs"));
  }
  const auto schema = schema_text(model.dialect.schema);
  if (model.dialect.schema == SchemaMode::prompt_only) {
    findings.warn("schema", schema, "a server or model with structured output makes fewer mistakes");
  } else {
    findings.ok("schema", schema);
  }
  if (!model.config.stream) {
    findings.ok("streaming", "switched off");
  } else if (asked.pieces <= 1) {
    findings.warn("streaming", "the answer came in one piece although a stream was asked for",
                  "findings will appear all at once at the end; a proxy that buffers may be the reason");
  } else {
    findings.ok("streaming", "in " + std::to_string(asked.pieces) + " pieces");
  }
}

void ModelProber::Impl::judge_context(const Model& model, const Asked& small, const Asked& large,
                                      ProbeReport& findings) const {
  const auto& first = small.outcome.reply->usage;
  const auto advice =
      "set context_tokens in [llm.models.\"" + model.config.id +
      "\"], or give the server a larger window (Ollama: num_ctx, llama.cpp: --ctx-size, vLLM: "
      "--max-model-len)";
  const auto size = "a prompt of about " + std::to_string(estimate_tokens(large.bytes)) + " tokens";
  if (!large.outcome.reply) {
    findings.fail("context", size + " was not answered: " + large.outcome.failure.message, advice);
    return;
  }
  const auto& second = large.outcome.reply->usage;
  if (!first || !second || first->input == 0) {
    findings.warn("context",
                  "the provider reports no token counts, so whether it reads whole prompts can't be told",
                  "costs are not known either; see stream_usage in docs/models.md");
    return;
  }
  // What the large prompt has beyond the small one must show in the count.
  const auto more = static_cast<double>(large.bytes - small.bytes) / kMostBytesPerToken;
  const auto expected = first->input + static_cast<std::int64_t>(more);
  const auto seen = std::to_string(second->input) + " of at least " + std::to_string(expected) + " tokens";
  if (static_cast<double>(second->input) < static_cast<double>(expected) * kLeastShare) {
    findings.fail("context", "the server silently cuts prompts: it read " + seen, advice);
  } else {
    findings.ok("context", "read " + seen);
  }
}

base::Task<std::vector<ProbeFinding>> ModelProber::probe(std::string name) {
  ProbeReport findings;
  const auto route = impl_->models->route(name);
  if (route.empty()) {
    findings.fail_at({"model", "name one that is configured"}, "\"" + name + "\" is not configured");
    co_return findings.take();
  }
  auto* model = route.front();
  const std::vector<std::string_view> two = {"def mean(xs):", "    return sum(xs) / len(xs)"};
  const auto small = co_await impl_->ask(model, two, impl_->config.max_output_tokens);
  if (!small.outcome.reply) {
    findings.fail_at(words_of(small.outcome.failure.kind), small.outcome.failure.message);
    co_return findings.take();
  }
  impl_->judge_answer(*model, small, findings);
  const auto bytes = bytes_for_tokens(impl_->config.input_token_budget);
  std::vector<std::string> lines;
  for (std::size_t used = 0; used < bytes;) {
    const auto i = lines.size();
    lines.push_back("value_" + std::to_string(i) + " = " + std::to_string(i * i));
    used += numbered_size(lines.back());
  }
  const std::vector<std::string_view> views(lines.begin(), lines.end());
  const auto large = co_await impl_->ask(model, views, kShortAnswer);
  impl_->judge_context(*model, small, large, findings);
  co_return findings.take();
}

}  // namespace assay::llm
