#include "cli/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "cli/testing/fake_services.hpp"

namespace assay::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Run, wrong_usage_is_2_with_a_sentence_and_a_hint) {
  struct Row {
    std::vector<std::string> arguments;
    const char* said;
  };
  const std::vector<Row> rows = {
      {{}, "a command is missing"},
      {{"reviw"}, "there is no command \"reviw\", did you mean review?"},
      {{"--fast"}, "there is no flag --fast"},
      {{"review", "--fromat", "json"}, "there is no flag --fromat, did you mean --format?"},
      {{"serve", "--lsten=1"}, "there is no flag --lsten, did you mean --listen?"},
      {{"serve", "extra"}, "\"extra\" is one argument too many"},
      {{"review", "--format"}, "--format"},
      {{"review", "--format", "xml"},
       "--format must be one of text, json, sarif, codequality, junit, checkstyle, rdjson, github, markdown, "
       "csv, not \"xml\""},
      {{"review", "--fail-on", "critical"}, "--fail-on must be low, med, high or never"},
      {{"review", "--language", "klingon"}, "--language must be one of auto, python"},
      {{"review", "--min-confidence", "2"}, "--min-confidence"},
      {{"review", "--jobs", "0"}, "--jobs"},
      {{"review", "--servre", "http://127.0.0.1:1"}, "there is no flag --servre, did you mean --server?"},
      {{"review", "/nowhere/at/all"}, "there is no file or folder \"/nowhere/at/all\""},
      {{"review", "--output", "/nowhere/at/all/x", "-"}, "--output: /nowhere/at/all/x can't be written"},
      {{"rules"}, "a command is missing: list, show, test"},
      {{"rules", "lst"}, "there is no command \"lst\", did you mean list?"},
      {{"rules", "show", "py.evil"}, "there is no rule \"py.evil\", did you mean py.eval?"},
      {{"rules", "list", "--severity", "x"}, "--severity must be low, med or high"},
      {{"rules", "test", "gone"}, "gone can't be read"},
      {{"config", "--set", "x"}, "--set x must be KEY=VALUE"},
      {{"config", "--set", "lissten=1"}, "there is no setting \"lissten\", did you mean listen?"},
      {{"config", "--listen", "x"}, "listen (--listen) must be"},
      {{"config", "--config", "gone.toml"}, "gone.toml can't be read"},
  };
  for (const auto& row : rows) {
    const auto result = run_assay(row.arguments);
    EXPECT_EQ(result.code, kExitUsage) << row.said;
    EXPECT_THAT(result.err, HasSubstr(row.said));
    EXPECT_EQ(result.out, "") << row.said;
  }
}

TEST(Run, every_command_has_help_with_examples) {
  const std::vector<std::vector<std::string>> commands = {{},
                                                          {"serve"},
                                                          {"review"},
                                                          {"rules"},
                                                          {"rules", "list"},
                                                          {"rules", "show"},
                                                          {"rules", "test"},
                                                          {"worker"},
                                                          {"import"},
                                                          {"import", "mongodb"},
                                                          {"doctor"},
                                                          {"config"},
                                                          {"version"}};
  for (auto arguments : commands) {
    arguments.emplace_back("--help");
    const auto result = run_assay(arguments);
    EXPECT_EQ(result.code, kExitOk);
    EXPECT_THAT(result.out, HasSubstr("Examples:\n  assay ")) << arguments.front();
    EXPECT_EQ(result.err, "");
  }
}

TEST(Version, tells_build_and_libraries) {
  EXPECT_EQ(run_assay({"version"}).out, "assay 1.2.3 (abc)\nbuilt with g++ 12, Debug\n  SQLite  3.40.1\n");
  EXPECT_EQ(run_assay({"--version"}).out, "assay 1.2.3\n");
  EXPECT_TRUE(base::JsonDocument::parse(run_assay({"version", "--json"}).out));
}

TEST(Config, shows_values_with_where_they_come_from_and_no_secret) {
  const auto result =
      run_assay({"config", "--listen", "127.0.0.1:9"}, "", {{"OPENAI_API_KEY", "sk-very-secret-0123456789"}});
  EXPECT_EQ(result.code, kExitOk);
  EXPECT_THAT(result.out, testing::ContainsRegex("listen +127.0.0.1:9 +--listen\n"));
  EXPECT_THAT(result.out, testing::ContainsRegex("llm.api_key +\\*\\*\\*\\*6789 +OPENAI_API_KEY\n"));
  EXPECT_THAT(result.out, testing::ContainsRegex("http.max_body_bytes +8 MiB +default\n"));
  EXPECT_THAT(result.out, HasSubstr("reviewers in force: static, llm\n"));
  EXPECT_THAT(result.out, Not(HasSubstr("very-secret")));

  const auto json = run_assay({"config", "--json"}, "", {{"OPENAI_API_KEY", "sk-very-secret-0123456789"}});
  ASSERT_TRUE(base::JsonDocument::parse(json.out)) << json.out;
  EXPECT_THAT(json.out, Not(HasSubstr("very-secret")));
}

TEST(Serve, refuses_what_it_can_not_do) {
  EXPECT_THAT(run_assay({"serve"}, "", {{"REDIS_URL", "redis://h"}}).err,
              HasSubstr("redis.url (REDIS_URL) is set, but mongodb.uri (MONGODB_URI) is not"));
  EXPECT_EQ(run_assay({"serve"}, "", {{"MONGODB_URI", "x"}}).code, kExitUsage);
  EXPECT_THAT(run_assay({"serve", "--role", "api"}).err,
              HasSubstr("role (--role): api needs redis.url and mongodb.uri"));
  EXPECT_THAT(run_assay({"worker"}).err,
              HasSubstr("redis.url (REDIS_URL) and mongodb.uri (MONGODB_URI) are not set"));
  EXPECT_EQ(run_assay({"worker"}).code, kExitUsage);
  EXPECT_THAT(run_assay({"serve", "--listen", "0.0.0.0:80"}).err, HasSubstr("--allow-open"));
  EXPECT_EQ(run_assay({"serve", "--listen", "0.0.0.0:80"}).code, kExitUsage);
  const auto open = run_assay({"serve", "--listen", "0.0.0.0:80", "--allow-open"});
  EXPECT_EQ(open.code, kExitOk) << open.err;
  EXPECT_EQ(open.out, "serving\n");
  const auto taken = run_assay({"serve", "--data", "taken"});
  EXPECT_EQ(taken.code, kExitFailed);
  EXPECT_EQ(taken.err, "assay: the data folder is in use\n");
}

TEST(Worker, needs_both_servers) {
  EXPECT_THAT(run_assay({"worker"}, "", {{"MONGODB_URI", "mongodb://h"}}).err,
              HasSubstr("mongodb.uri (MONGODB_URI) is set, but redis.url (REDIS_URL) is not"));
  const auto both = run_assay({"worker"}, "", {{"MONGODB_URI", "mongodb://h"}, {"REDIS_URL", "redis://h"}});
  EXPECT_EQ(both.code, kExitOk) << both.err;
  EXPECT_EQ(both.out, "working\n");
}

TEST(Worker, listens_only_where_a_server_may) {
  const auto run = [](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"worker"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_assay(arguments, "", {{"MONGODB_URI", "mongodb://h"}, {"REDIS_URL", "redis://h"}});
  };
  EXPECT_EQ(run({"--listen", "127.0.0.1:0"}).code, kExitOk);
  const auto open = run({"--listen", "0.0.0.0:9100"});
  EXPECT_EQ(open.code, kExitUsage);
  EXPECT_THAT(open.err, HasSubstr("worker.listen (--listen): 0.0.0.0:9100 can be reached from other"));
  EXPECT_EQ(run({"--listen", "0.0.0.0:9100", "--access", "keys"}).code, kExitOk);
  EXPECT_EQ(run({"--listen", "0.0.0.0:9100", "--allow-open"}).code, kExitOk);
  EXPECT_EQ(run({"--set", "listen=0.0.0.0:80"}).code, kExitOk) << "that is for servers";
  EXPECT_THAT(run({"--listen", "here"}).err, HasSubstr("worker.listen (--listen) must be an IP address"));
  EXPECT_THAT(run({"--listen", "127.0.0.1:0", "--tls-cert", "c"}).err, HasSubstr("both --tls-cert and"));
}

TEST(Import, tells_what_it_took_and_what_not) {
  const auto good = run_assay({"import", "mongodb", "mongodb://h/reviews"});
  EXPECT_EQ(good.code, kExitOk) << good.err;
  EXPECT_THAT(good.out,
              HasSubstr("Read 5 submissions of the database reviews: 2 imported, 1 already there, 1 "
                        "unfinished, 0 skipped.\n"));
  EXPECT_THAT(good.out, HasSubstr("--unfinished failed"));
  const auto all =
      run_assay({"import", "mongodb", "mongodb://h", "--database", "old", "--unfinished", "failed"});
  EXPECT_THAT(all.out, HasSubstr("database old: 3 imported, 1 already there, 0 unfinished"));
  const auto odd = run_assay({"import", "mongodb", "mongodb://h", "--tenant", "odd"});
  EXPECT_EQ(odd.code, kExitFindings);
  EXPECT_THAT(odd.out, HasSubstr("skipped 1: it has no code\n"));
  const auto json = run_assay({"import", "mongodb", "mongodb://h", "--tenant", "odd", "--json"});
  ASSERT_TRUE(base::JsonDocument::parse(json.out)) << json.out;
  EXPECT_THAT(json.out, HasSubstr(R"("reasons":[{"what":"it has no code","count":1}])"));
}

TEST(Import, has_an_exit_code_for_each_way_to_fail) {
  EXPECT_EQ(run_assay({"import", "mongodb", "mongodb://away"}).code, kExitFailed);
  EXPECT_EQ(run_assay({"import", "mongodb", "x"}).code, kExitUsage);
  EXPECT_EQ(run_assay({"import", "mongodb"}).code, kExitUsage);
  EXPECT_THAT(run_assay({"import", "mongodb", "mongodb://h", "--tenant", "A b"}).err,
              HasSubstr("--tenant must be"));
  EXPECT_EQ(run_assay({"import", "mongodb", "mongodb://h", "--unfinished", "maybe"}).code, kExitUsage);
}

TEST(Doctor, fails_with_advice) {
  const auto good = run_assay({"doctor"});
  EXPECT_EQ(good.code, kExitOk);
  EXPECT_THAT(good.out,
              testing::ContainsRegex(
                  "ok +configuration +no file, 0 settings changed\nok +data folder +can be written\n"));
  const auto bad = run_assay({"doctor", "--data", "taken"});
  EXPECT_EQ(bad.code, kExitFindings);
  EXPECT_THAT(bad.out, HasSubstr("held by another process\n      -> stop it\n"));
  const auto wrong = run_assay({"doctor", "--listen", "x"});
  EXPECT_EQ(wrong.code, kExitFindings);
  EXPECT_THAT(wrong.out, testing::ContainsRegex("fail +configuration +listen \\(--listen\\) must be"));
  EXPECT_EQ(run_assay({"doctor"}, "", {{"REDIS_URL", "x"}}).code, kExitFindings);
  EXPECT_TRUE(base::JsonDocument::parse(run_assay({"doctor", "--json", "--data", "taken"}).out));
}

TEST(Rules, list_show_and_test) {
  EXPECT_EQ(run_assay({"rules", "list"}).out,
            "c.strcpy  med   correctness      Use of strcpy\npy.eval   high  security         Use of eval\n2 "
            "rules\n");
  EXPECT_THAT(run_assay({"rules", "list", "--language", "cpp"}).out, Not(HasSubstr("py.eval")));
  EXPECT_THAT(run_assay({"rules", "list", "--severity", "high"}).out, Not(HasSubstr("strcpy")));
  const auto shown = run_assay({"rules", "show", "py.eval"}).out;
  for (const auto* part : {"py.eval: Use of eval", "90 %", "CWE-95", "Finds something in:\n    eval(x)",
                           "Finds nothing in:\n    int(x)"}) {
    EXPECT_THAT(shown, HasSubstr(part));
  }
  EXPECT_EQ(run_assay({"rules", "test"}).code, kExitOk);
  const auto bad = run_assay({"rules", "test", "bad"});
  EXPECT_EQ(bad.code, kExitFindings);
  EXPECT_EQ(bad.out, "failed  mine\n    finds nothing in bad example 1\n2 rules, 3 examples: 1 failed\n");
}

}  // namespace
}  // namespace assay::cli
