#include "cli/remote/server_engine.hpp"

#include <utility>

#include "base/blocking_pool.hpp"
#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "cli/remote/http_call.hpp"
#include "core/dismissals.hpp"
#include "core/input_files.hpp"
#include "core/issue_filter.hpp"
#include "core/review_json.hpp"

namespace assay::cli {
namespace {

using base::JsonDocument;
using base::JsonWriter;
using review::PipelineResult;

constexpr int kWaitSeconds = 30;
constexpr std::chrono::seconds kLongestReview{3600};

std::string body_of(const core::InputText& text, std::string_view filename, const ServerChoice& choice) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().field("language", core::to_string(text.language)).field("filename", filename);
  json.field("code", text.code);
  if (!choice.reviewers.empty()) {
    json.key("options").begin_object().key("reviewers").begin_array();
    for (const auto& name : choice.reviewers) json.value(name);
    json.end_array().end_object();
  }
  json.end_object();
  return out;
}

PipelineResult failed(std::string reason, bool retryable, std::chrono::seconds retry_after = {}) {
  PipelineResult result;
  result.failure = core::ReviewerFailure{std::move(reason), retryable, {}};
  if (retry_after.count() > 0) result.failure->retry_after = retry_after;
  return result;
}

PipelineResult failed(const base::Error& error) { return failed(error.message, error.retryable()); }

/// What the server says is wrong: the detail of its problem document.
PipelineResult refused(const HttpReply& reply) {
  std::string detail = "the server answered " + std::to_string(reply.status);
  if (const auto document = JsonDocument::parse(reply.body)) {
    const auto said = document->root().find("detail");
    if (const auto text = said ? said->as_string() : std::nullopt) detail.append(": ").append(*text);
  }
  const bool later = reply.status == 429 || reply.status >= 500;
  return failed(std::move(detail), later, reply.retry_after);
}

std::string text_of(const base::JsonValue& object, std::string_view name) {
  const auto found = object.find(name);
  return found ? std::string{found->as_string().value_or("")} : std::string{};
}

/// The review in an object `Review` of the API.
PipelineResult read_review(std::string_view object, core::Status status, std::string error) {
  const auto first = object.find('{');
  const auto last = object.rfind('}');
  if (first == std::string_view::npos || last == std::string_view::npos || last <= first)
    return failed("the server's answer is no review", false);
  auto review = core::decode_review_members(object.substr(first + 1, last - first - 1));
  if (!review) return failed("the server's answer can't be read: " + review.error().message, false);
  PipelineResult result;
  if (status != core::Status::completed) {
    result = failed(error.empty() ? "the submission was " + std::string{to_string(status)} : std::move(error),
                    false);
  }
  result.review = std::move(*review);
  return result;
}

/// What people said of the issues of an object `Review`, as far as it is read here: who dismissed which, and
/// why.
core::IssueStates dismissed_in(const base::JsonValue& review) {
  core::IssueStates states;
  const auto issues = review.find("issues");
  for (const auto& issue : issues ? issues->items() : std::vector<base::JsonValue>{}) {
    const auto state = issue.find("state");
    if (!state || core::parse_issue_status(text_of(*state, "status")) != core::IssueStatus::dismissed)
      continue;
    states[text_of(issue, "fingerprint")] = {core::IssueStatus::dismissed, text_of(*state, "reason"),
                                             text_of(*state, "by"), std::nullopt};
  }
  return states;
}

/// Issues of a whole file that are not about the change.
void keep_the_change(core::Review& review, const core::ReviewInput& input) {
  const auto texts = core::texts_of(input);
  if (texts.empty() || texts.front().changed == nullptr) return;
  std::vector<core::Issue> kept;
  for (auto& issue : review.issues) {
    if (const auto reason = core::filter_reason(issue, input.options, texts.front().changed)) {
      review.filtered.push_back({*reason, "", std::move(issue)});
    } else {
      kept.push_back(std::move(issue));
    }
  }
  review.issues = std::move(kept);
}

class ServerEngine final : public ReviewEngine {
 public:
  ServerEngine(ServerChoice choice, DetectLanguage detect)
      : choice_(std::move(choice)),
        detect_(std::move(detect)),
        callers_("server calls", static_cast<unsigned>(choice_.calls)) {}

  base::Task<PipelineResult> run(review::Pipeline::Run run) override {
    auto work = [this, input = run.input, stop = run.stop] { return review_on_server(*input, stop); };
    co_return co_await base::run_on(callers_, std::move(work));
  }
  core::Language detect_language(std::string_view filename, std::string_view code) const override {
    return detect_(filename, code);
  }
  base::Task<void> stop() override { co_return; }

 private:
  HttpCall call(std::string method, const std::string& path) const {
    HttpCall call;
    call.method = std::move(method);
    call.url = choice_.url + path;
    call.headers = {"Accept: application/json"};
    if (!choice_.key.empty()) call.headers.push_back("Authorization: Bearer " + choice_.key);
    return call;
  }

  PipelineResult review_on_server(const core::ReviewInput& input, const std::stop_token& stop) const {
    const auto text = core::texts_of(input).front();
    auto submit = call("POST", "/api/reviews");
    submit.headers.emplace_back("Content-Type: application/json");
    submit.headers.push_back("Prefer: wait=" + std::to_string(kWaitSeconds));
    submit.headers.emplace_back("Expect:");
    submit.body = body_of(text, text.path.empty() ? std::string_view{input.filename} : text.path, choice_);
    auto reply = call_http(submit, stop);
    if (!reply) return failed(reply.error());
    if (reply->status != 200 && reply->status != 202) return refused(*reply);
    const auto document = JsonDocument::parse(reply->body);
    if (!document) return failed("the server's answer can't be read", false);
    auto status = core::parse_status(text_of(document->root(), "status"));
    const auto id = text_of(document->root(), "id");
    if (!status || id.empty()) return failed("the server's answer is no submission", false);
    if (!core::is_terminal(*status)) {
      // The stream ends when the review is over; its events are of no use here.
      auto wait = call("GET", "/api/reviews/" + id + "/stream");
      wait.headers = submit.headers;
      wait.timeout = kLongestReview;
      if (auto waited = call_http(wait, stop); !waited) return given_up(id, waited.error());
    }
    return fetch(id, input, stop);
  }

  PipelineResult fetch(const std::string& id, const core::ReviewInput& input,
                       const std::stop_token& stop) const {
    auto reply = call_http(call("GET", "/api/reviews/" + id), stop);
    if (!reply) return failed(reply.error());
    if (reply->status != 200) return refused(*reply);
    const auto document = JsonDocument::parse(reply->body);
    if (!document) return failed("the server's answer can't be read", false);
    const auto status = core::parse_status(text_of(document->root(), "status"));
    if (!status || !core::is_terminal(*status)) return failed("the review is not over", true);
    auto result = read_review(reply->body, *status, text_of(document->root(), "error"));
    core::set_dismissed_aside(result.review, dismissed_in(document->root()));
    keep_the_change(result.review, input);
    return result;
  }

  /// Nobody waits for it any more; the server need not go on.
  PipelineResult given_up(const std::string& id, const base::Error& error) const {
    auto cancel = call("POST", "/api/reviews/" + id + "/cancel");
    cancel.timeout = std::chrono::seconds{5};
    (void)call_http(cancel, {});
    return failed(error);
  }

  ServerChoice choice_;
  DetectLanguage detect_;
  base::BlockingPool callers_;
};

}  // namespace

std::unique_ptr<ReviewEngine> make_server_engine(ServerChoice choice, DetectLanguage detect) {
  return std::make_unique<ServerEngine>(std::move(choice), std::move(detect));
}

}  // namespace assay::cli
