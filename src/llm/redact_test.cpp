#include "llm/redact.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "base/json_reader.hpp"
#include "llm/embedded_files.hpp"

namespace assay::llm {
namespace {

const Redactor& redactor() {
  static const auto made = Redactor::create();
  EXPECT_TRUE(made) << made.error().message;
  return **made;
}

struct Case {
  const char* kind;
  std::string before;
  std::string secret;
  std::string after;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.kind; }

class Secrets : public testing::TestWithParam<Case> {};

TEST_P(Secrets, AreReplacedAtTheSameLength) {
  const auto& [kind, before, secret, after] = GetParam();
  const std::string code = "# first line\n" + before + secret + after + "\nlast()\n";
  const auto redacted = redactor().redact(code);
  ASSERT_EQ(redacted.redactions.size(), 1U) << redacted.code;
  EXPECT_EQ(redacted.redactions[0].kind, kind);
  EXPECT_EQ(redacted.redactions[0].line, 2);
  EXPECT_EQ(redacted.code.size(), code.size());
  EXPECT_EQ(redacted.code.find(secret), std::string::npos);
  EXPECT_THAT(redacted.code, testing::HasSubstr("REDACTED"));
  EXPECT_THAT(redacted.code, testing::EndsWith("\nlast()\n"));
  EXPECT_EQ(std::count(redacted.code.begin(), redacted.code.end(), '\n'),
            std::count(code.begin(), code.end(), '\n'));
}

// Made-up values in the shape of real ones; put together at run time so that scanners of this repository stay
// calm.
INSTANTIATE_TEST_SUITE_P(
    Kinds, Secrets,
    testing::Values(
        Case{"aws-access-key", "key = '", std::string("AKIA") + "Q3EGRZ7XJ5WTN2KM", "'"},
        Case{"github-token", "t = \"", std::string("ghp_") + "x7Kq2LmZ9pRt4VwY1bNc8dFg3hJk5sQa6TeU", "\""},
        Case{"slack-token", "", std::string("xoxb-") + "2847561930-kJ8sLq2ZpX", ""},
        Case{"openai-key", "client(", std::string("sk-proj-") + "a8Kd02LmsPq94ZxVtR7nWc31", ")"},
        Case{"google-api-key", "k = '", std::string("AIza") + "SyB7x0Qw9Er8Ty6Ui5Op4As3Df2Gh1JkLzX", "'"},
        Case{"json-web-token", "x = '",
             std::string("eyJhbGciOiJIUzI1NiJ9.") + "eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27u", "'"},
        Case{"url-password", "db = \"postgres://app:", "h7Fq2xT9", "@db.internal/main\""},
        Case{"assigned-secret", "db_password = \"", "Tr0ub4dor&3x", "\""},
        Case{"assigned-secret", "const apiKey: string = '", "9fK2lQ8sZ1xW", "'"},
        Case{"assigned-secret", "{\"client_secret\": \"", "u8Hs-29dk_Lq1", "\"}"},
        Case{"assigned-secret-unquoted", "export DB_PASSWORD=", "s3cr3tV4lue!xyz", ""},
        Case{"private-key", std::string("-----BEGIN RSA PRIVATE") + " KEY-----",
             "\nMIIEowIBAAKCAQEA7bq1c8xY9\nkq2Lz0aPq8Xw3Vt6\n", "-----END RSA PRIVATE KEY-----"}),
    [](const auto& test) {
      std::string name = test.param.kind + std::string("_") + std::to_string(test.index);
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

struct Example {
  std::string id;
  std::string text;
};
void PrintTo(const Example& example, std::ostream* out) { *out << example.id; }

// Each rule carries an example, with a bar in it that keeps scanners of this repository calm.
std::vector<Example> examples() {
  std::vector<Example> out;
  const auto document = base::JsonDocument::parse(embedded::kSecretRules);
  for (const auto& rule : document->root().find("rules")->items()) {
    Example example{std::string(*rule.find("id")->as_string()),
                    std::string(*rule.find("example")->as_string())};
    std::erase(example.text, '|');
    out.push_back(std::move(example));
  }
  return out;
}

class SecretRules : public testing::TestWithParam<Example> {};

TEST_P(SecretRules, FindsItsExample) {
  const auto& [id, text] = GetParam();
  const auto code = "x = 1\n" + text + "\nlast()\n";
  const auto redacted = redactor().redact(code);
  ASSERT_FALSE(redacted.redactions.empty());
  EXPECT_EQ(redacted.redactions[0].kind, id) << redacted.code;
  EXPECT_EQ(redacted.code.size(), code.size());
  for (const auto& secret : redacted.secrets) {
    EXPECT_GE(secret.size(), 6U);
    EXPECT_EQ(redacted.code.find(secret), std::string::npos);
  }
  EXPECT_EQ(redactor().redact(redacted.code).code, redacted.code);
}
INSTANTIATE_TEST_SUITE_P(Rules, SecretRules, testing::ValuesIn(examples()), [](const auto& test) {
  auto name = test.param.id;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Redact, ThereAreRulesForManyKinds) { EXPECT_GE(examples().size(), 80U); }

TEST(Redact, ASecretFoundOnceIsHiddenEverywhere) {
  const std::string code =
      "db_password = \"Tr0ub4dor&3x\"\nconnect(\"app\", \"Tr0ub4dor&3x\")\n# Tr0ub4dor&3x\n";
  const auto redacted = redactor().redact(code);
  EXPECT_EQ(redacted.code.find("Tr0ub4dor"), std::string::npos) << redacted.code;
  ASSERT_EQ(redacted.redactions.size(), 3U);
  EXPECT_EQ(redacted.redactions[2].line, 3);
  EXPECT_THAT(redacted.secrets, testing::ElementsAre("Tr0ub4dor&3x"));
}

TEST(Redact, OrdinaryCodeIsLeftAlone) {
  for (const std::string code :
       {"password = input(\"Password: \")\n", "password = os.environ[\"DB_PASSWORD\"]\n",
        "token = \"${TOKEN}\"\n", "if password == \"\": pass\n", "api_key = \"your-api-key-here\"\n",
        "secret = \"changeme\"\n", "url = \"https://example.com/a:b@c\"\n", "const token = getToken(user)\n",
        "// see sk-learn and the xox game\n", "password = \"password\"\n", "tokens = [\"if\", \"else\"]\n",
        "key = \"xxxxxxxxxxxx\"\n", ""}) {
    EXPECT_THAT(redactor().redact(code).redactions, testing::IsEmpty()) << code;
    EXPECT_EQ(redactor().redact(code).code, code);
  }
}

TEST(Redact, SeveralSecretsKeepTheirLinesAndSpans) {
  const std::string code = "a_password = 'q8Zk2Lx9'\nb = 1\nb_token = 'W7n4Tq0p'; c_secret = 'M3x8Vr1s'\n";
  const auto redacted = redactor().redact(code);
  ASSERT_EQ(redacted.redactions.size(), 3U);
  EXPECT_EQ(redacted.redactions[0].line, 1);
  EXPECT_EQ(redacted.redactions[1].line, 3);
  EXPECT_EQ(redacted.redactions[2].line, 3);
  ASSERT_EQ(redacted.spans.size(), 3U);
  EXPECT_EQ(code.substr(redacted.spans[1].first, redacted.spans[1].second - redacted.spans[1].first),
            "W7n4Tq0p");
}

TEST(Redact, IsStable) {
  const auto once = redactor().redact("db_password = \"Tr0ub4dor&3x\"\n").code;
  EXPECT_EQ(redactor().redact(once).code, once);
}

}  // namespace
}  // namespace assay::llm
