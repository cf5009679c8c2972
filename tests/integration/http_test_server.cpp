#include "integration/http_test_server.hpp"

#include <stdexcept>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/ports/rule_catalog.hpp"
#include "core/review_json.hpp"
#include "integration/http_client.hpp"

namespace assay::tests {

class TestServer::OneReviewer final : public core::Reviewer {
 public:
  std::string name() const override { return "static"; }
  std::string identity(const core::ReviewOptions&) const override { return "static test"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest) override {
    co_return core::ReviewerOutcome{};
  }
};

struct TestServer::ReadyToAnswer final : http::Readiness {
  explicit ReadyToAnswer(const std::atomic<bool>& stopping) : draining_(stopping) {}
  bool draining() const override { return draining_; }
  base::Task<http::ReadinessReport> report() override {
    http::ReadinessReport report;
    report.checks.push_back({"store", true, ""});
    report.reviewers.push_back({"static", true, "test", std::nullopt, {}});
    co_return report;
  }

 private:
  const std::atomic<bool>& draining_;
};

struct TestServer::OneRule final : core::RuleCatalog {
  const std::vector<core::RuleInfo>& rules() const override { return all; }
  std::vector<core::RuleInfo> all = {{.id = "py.eval",
                                      .languages = {core::Language::python},
                                      .severity = core::Severity::high,
                                      .category = core::Category::security,
                                      .confidence = 0.9,
                                      .cwe = {95},
                                      .message = "Code is built from text",
                                      .detail = "Say it in code.",
                                      .origin = "built in",
                                      .bad_examples = {"eval(x)"},
                                      .ok_examples = {"f(x)"}}};
};

TestServer::TestServer(TestServerOptions options)
    : hub(clock, options.hub),
      limit(limiter, {options.per_hour}),
      reviewer(std::make_unique<OneReviewer>()),
      pipeline({reviewer.get()}, clock),
      submitter({store, queue, hub, pipeline, clock, random,
                 [](std::string_view, std::string_view) { return core::Language::text; }}),
      access(keys, options.access),
      rules(std::make_unique<OneRule>()),
      readiness(std::make_unique<ReadyToAnswer>(draining)),
      site(http::Api{{queue, *readiness, metrics, keys, access, options.limits.max_body_bytes,
                      options.max_code_bytes},
                     submitter,
                     reader,
                     canceller,
                     rerunner,
                     triage,
                     comparer,
                     hub,
                     limit,
                     keys_in_progress,
                     assets,
                     audit,
                     *rules,
                     settings,
                     sign_in_limit},
           std::move(options.site)) {
  http::ServerOptions server_options;
  server_options.port = 0;
  server_options.threads = options.threads;
  server_options.limits = options.limits;
  server_options.tls = options.tls;
  auto listening = http::Server::listen(server_options, site);
  if (!listening) throw std::runtime_error{listening.error().message};
  server = std::move(*listening);
  server->start();
}

TestServer::~TestServer() { server->stop(std::chrono::milliseconds{100}); }

std::string TestServer::submit(const std::string& code) {
  std::string body = R"({"language":"python","code":)";
  base::append_json_string(body, code);
  HttpClient client{port()};
  const auto answer = client.ask("POST", "/api/reviews", body + "}");
  const auto document = base::JsonDocument::parse(answer.body);
  if (answer.status != 202 || !document) throw std::runtime_error{"submit: " + answer.head + answer.body};
  return std::string{document->root().find("id")->as_string().value()};
}

std::string TestServer::make_key(core::Permissions permissions, const std::string& tenant,
                                 const std::function<void(core::ApiKey&)>& more) {
  core::ApiKey wanted;
  wanted.name = "test";
  wanted.tenant = core::Scope{tenant};
  wanted.permissions = permissions;
  if (more) more(wanted);
  const auto issued = await(keys.create(std::move(wanted), {}));
  if (!issued) throw std::runtime_error{issued.error().message};
  return issued->token;
}

core::Claim TestServer::begin_job() {
  core::ClaimRequest request;
  request.worker = "test";
  const auto claims = await(queue.claim(request));
  if (!claims || claims->empty()) throw std::runtime_error{"no job"};
  const auto claim = claims->front();
  const auto work = await(store.load_job(claim.job, claim.fence));
  for (const auto& submission : work->submissions) hub.attach(claim.job, work->scope, submission);
  hub.publish(claim.job, core::StatusChanged{core::Status::in_progress});
  return claim;
}

void TestServer::found_issue(const core::Claim& claim, const std::string& title) {
  core::Issue issue;
  issue.title = title;
  issue.sources = {"static"};
  hub.publish(claim.job, core::IssueFound{core::encode_issue(issue)});
}

void TestServer::end_job(const core::Claim& claim, core::Status outcome) {
  core::Review review;
  core::Issue issue;
  issue.title = "A finding";
  issue.lines = core::LineRange{1, 1};
  issue.sources = {"static"};
  review.issues = {issue};
  core::assign_fingerprints(review.issues);
  review.scores = core::Scores{{10, 10, 10, 10, 10, 10}, 10, {}};
  core::JobResult result;
  result.outcome = outcome;
  result.review_id = core::ReviewId{"0192f5c4-8a3e-7c11-9b52-000000000001"};
  if (outcome == core::Status::completed) {
    result.review_members = core::encode_review_members(review);
    result.score = 10;
    result.cacheable = true;
    result.issues.push_back({issue.title, "", issue.severity, issue.category});
  } else {
    result.error = "the reviewer failed";
  }
  result.finished_at = clock.now();
  result.expires_at = result.finished_at + std::chrono::hours{1};
  const auto finished = await(store.finish(claim.job, claim.fence, result));
  if (!finished) throw std::runtime_error{finished.error().message};
  hub.publish(claim.job, core::StatusChanged{outcome});
}

}  // namespace assay::tests
