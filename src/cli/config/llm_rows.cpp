#include "cli/config/llm_rows.hpp"

#include <array>
#include <chrono>

#include "cli/config/setting_types.hpp"

namespace assay::cli {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// The member that a row is about.
#define ASSAY_FIELD(member) [](Configuration& c) -> auto& { return c.member; }

void add_budget(std::vector<Setting>& rows) {
  constexpr std::int64_t kMostTokens = 1'000'000'000'000;
  constexpr double kMostDollars = 1'000'000;
  const auto tokens = [&](const char* key, auto field, const char* help) {
    rows.push_back(
        row({key, "", {}}, optional_integer_setting(field, 0, kMostTokens, "nothing may be used"), help));
  };
  const auto dollars = [&](const char* key, auto field, const char* help) {
    rows.push_back(row({key, "", {}},
                       optional_number_setting(field, "dollars from 0 to 1000000", 0, kMostDollars), help));
  };
  tokens("llm.budget.tokens_per_review", ASSAY_FIELD(llm.budget.tokens_per_review),
         "tokens, of prompts and answers, that one review may use; not set: no cap");
  tokens("llm.budget.tokens_per_day", ASSAY_FIELD(llm.budget.tokens_per_day),
         "tokens in one day (UTC), over all; not set: no cap");
  tokens("llm.budget.scope_tokens_per_day", ASSAY_FIELD(llm.budget.scope_tokens_per_day),
         "tokens in one day for each scope (API key's owner); not set: no cap");
  dollars("llm.budget.usd_per_review", ASSAY_FIELD(llm.budget.usd_per_review),
          "dollars that one review may cost; needs a known price of every model; not set: no cap");
  dollars("llm.budget.usd_per_day", ASSAY_FIELD(llm.budget.usd_per_day),
          "dollars in one day; not set: no cap");
  dollars("llm.budget.scope_usd_per_day", ASSAY_FIELD(llm.budget.scope_usd_per_day),
          "dollars in one day for each scope; not set: no cap");
}

}  // namespace

std::vector<Setting> llm_settings() {
  std::vector<Setting> rows;
  using Structured = Choice<StructuredOutput>;
  using Limit = Choice<TokenLimitField>;
  rows.push_back(
      row({"llm.base_url", "llm-base-url", {"OPENAI_BASE_URL"}},
          parsed_setting(ASSAY_FIELD(llm.base_url), "an http or https URL", read_url_text, same_text),
          "provider that speaks OpenAI's Chat Completions; the path /chat/completions is added"));
  rows.push_back(
      row({"llm.api_key", "", {"OPENAI_API_KEY"}},
          parsed_setting(ASSAY_FIELD(llm.api_key), "one word without blanks", read_word, same_text),
          "its key; better in a variable or a file than in assay.toml", Secrecy::secret));
  rows.push_back(row({"llm.api_key_file", "", {"OPENAI_API_KEY_FILE"}},
                     text_setting(ASSAY_FIELD(llm.api_key_file), "a file that can be read"),
                     "file that holds the key"));
  rows.push_back(row({"llm.model", "model", {}},
                     parsed_setting(ASSAY_FIELD(llm.model), "one word without blanks", read_word, same_text),
                     "name of the model"));
  rows.push_back(row({"llm.structured_output", "", {}},
                     choice_setting(ASSAY_FIELD(llm.structured_output),
                                    std::array{Structured{StructuredOutput::automatic, "auto"},
                                               Structured{StructuredOutput::schema, "schema"},
                                               Structured{StructuredOutput::object, "object"},
                                               Structured{StructuredOutput::prompt, "prompt"}}),
                     "how the model is made to answer in JSON; auto tries the strictest first"));
  rows.push_back(
      row({"llm.token_limit_field", "", {}},
          choice_setting(ASSAY_FIELD(llm.token_limit_field),
                         std::array{Limit{TokenLimitField::automatic, "auto"},
                                    Limit{TokenLimitField::max_completion_tokens, "max_completion_tokens"},
                                    Limit{TokenLimitField::max_tokens, "max_tokens"}}),
          "name of the limit in requests; older servers want max_tokens"));
  rows.push_back(row({"llm.stream", "", {}}, boolean_setting(ASSAY_FIELD(llm.stream)),
                     "findings appear while the model writes"));
  rows.push_back(row({"llm.stream_usage", "", {}}, boolean_setting(ASSAY_FIELD(llm.stream_usage)),
                     "ask for token counts in streams; some servers refuse that"));
  rows.push_back(row({"llm.temperature", "", {}},
                     optional_number_setting(ASSAY_FIELD(llm.temperature), "a number from 0 to 2", 0, 2),
                     "not set: not sent, because newer models refuse it"));
  rows.push_back(
      row({"llm.deadline", "", {}}, duration_setting(ASSAY_FIELD(llm.deadline), seconds{1}, hours{1}),
          "for one call; of an answer that streams, half of it without a byte, at least 1m, ends it too"));
  rows.push_back(row({"llm.max_issues", "", {}}, integer_setting(ASSAY_FIELD(llm.max_issues), 1, 200),
                     "that the model is asked for at most, per part of the code"));
  rows.push_back(row({"llm.part_tokens", "", {}},
                     integer_setting(ASSAY_FIELD(llm.part_tokens), 200, 1'000'000),
                     "of code in one call; longer code is split at functions"));
  rows.push_back(row({"llm.max_output_tokens", "", {}},
                     integer_setting(ASSAY_FIELD(llm.max_output_tokens), 200, 1'000'000), "of one answer"));
  rows.push_back(row({"llm.parallel_parts", "", {}}, integer_setting(ASSAY_FIELD(llm.parallel_parts), 1, 256),
                     "calls at once for one submission"));
  rows.push_back(row({"llm.max_calls", "", {}}, integer_setting(ASSAY_FIELD(llm.max_calls), 1, 10'000),
                     "calls at once in all"));
  rows.push_back(
      row({"llm.fallbacks", "", {}},
          list_setting(ASSAY_FIELD(llm.fallbacks), "a list of models, as \"id\" or \"provider/id\"",
                       [](const std::string& text) { return read_word(text).has_value(); }),
          "models that take over, in order, while the main one is away"));
  rows.push_back(row({"llm.verify", "", {}}, boolean_setting(ASSAY_FIELD(llm.verify)),
                     "a second pass asks about each finding and leaves out what it does not confirm"));
  rows.push_back(
      row({"llm.verify_model", "", {}},
          parsed_setting(ASSAY_FIELD(llm.verify_model), "one word without blanks", read_word, same_text),
          "the model that is asked for it, as \"id\" or \"provider/id\"; not set: the one that found it"));
  rows.push_back(row({"llm.trace", "", {}}, boolean_setting(ASSAY_FIELD(llm.trace)),
                     "the provider is told the trace of each request that came with one (traceparent)"));
  rows.push_back(row({"llm.ca_file", "", {}},
                     text_setting(ASSAY_FIELD(llm.ca_file), "a file that can be read"),
                     "certificates to trust instead of the system's, as PEM"));
  rows.push_back(row({"llm.plain_http", "", {}}, boolean_setting(ASSAY_FIELD(llm.plain_http)),
                     "the key may go over http, which everybody on the way can read, to a public host"));
  add_budget(rows);
  return rows;
}

#undef ASSAY_FIELD

std::optional<std::string> read_url_text(const std::string& text) {
  if (!parse_origin(text)) return std::nullopt;
  std::string url{trim(text)};
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::optional<std::string> read_word(const std::string& text) {
  const auto word = trim(text);
  if (word.empty() || word.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  return std::string{word};
}

}  // namespace assay::cli
