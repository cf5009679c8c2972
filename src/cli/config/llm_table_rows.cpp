#include <algorithm>
#include <array>

#include "cli/config/llm_rows.hpp"
#include "cli/config/setting_types.hpp"

namespace assay::cli {
namespace {

/// The entry of that name, made if there is none.
template <class Entry>
Entry& entry(std::vector<Entry>& entries, const std::string& name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  if (found != entries.end()) return *found;
  entries.emplace_back().name = name;
  return entries.back();
}

/// The member of the table's entry that a row is about.
#define ASSAY_FIELD(list, member) [name](Configuration& c) -> auto& { return entry(c.llm.list, name).member; }

template <class Field, class Enum, std::size_t Count>
SettingType optional_choice_setting(Field field, std::array<Choice<Enum>, Count> choices) {
  auto type = choice_setting([field](Configuration& c) -> auto& { return field(c).emplace(); }, choices);
  const auto set = type.set;
  type.set = [set, field](Configuration& to, std::span<const std::string> parts) {
    const auto before = field(to);
    if (set(to, parts)) return true;
    field(to) = before;
    return false;
  };
  type.get = [field, choices](const Configuration& from) -> std::string {
    const auto& value = read_field(field, from);
    for (const auto& choice : choices) {
      if (value == choice.value) return std::string{choice.name};
    }
    return {};
  };
  return type;
}

template <class Field>
SettingType optional_boolean_setting(Field field) {
  auto type =
      optional_choice_setting(field, std::array{Choice<bool>{true, "true"}, Choice<bool>{false, "false"}});
  type.kind = ValueKind::boolean;
  return type;
}

bool is_word(const std::string& text) { return read_word(text).has_value(); }

}  // namespace

std::vector<Setting> provider_settings(const std::string& name) {
  using Format = Choice<ProviderFormat>;
  const auto key = [&](const char* member) {
    return SettingNames{"llm.providers." + name + "." + member, "", {}};
  };
  std::vector<Setting> rows;
  rows.push_back(row(key("format"),
                     choice_setting(ASSAY_FIELD(providers, format),
                                    std::array{Format{ProviderFormat::openai_chat, "openai-chat"},
                                               Format{ProviderFormat::openai_responses, "openai-responses"},
                                               Format{ProviderFormat::anthropic, "anthropic"},
                                               Format{ProviderFormat::gemini, "gemini"}}),
                     "the API that it speaks"));
  rows.push_back(
      row(key("base_url"),
          parsed_setting(ASSAY_FIELD(providers, base_url), "an http or https URL", read_url_text, same_text),
          "where it is; not set: the vendor's own address"));
  rows.push_back(
      row(key("api_key"),
          parsed_setting(ASSAY_FIELD(providers, api_key), "one word without blanks", read_word, same_text),
          "its key", Secrecy::secret));
  rows.push_back(row(key("api_key_file"),
                     text_setting(ASSAY_FIELD(providers, api_key_file), "a file that can be read"),
                     "file that holds the key"));
  rows.push_back(
      row(key("api_key_env"),
          parsed_setting(ASSAY_FIELD(providers, api_key_env), "the name of a variable", read_word, same_text),
          "variable that holds the key"));
  rows.push_back(row(key("ca_file"), text_setting(ASSAY_FIELD(providers, ca_file), "a file that can be read"),
                     "certificates to trust instead of the system's, as PEM"));
  rows.push_back(row(key("models"),
                     list_setting(ASSAY_FIELD(providers, models), "a list of its models", is_word),
                     "the models that may be used, as the server calls them"));
  rows.push_back(row(key("trace"), boolean_setting(ASSAY_FIELD(providers, trace)), "as llm.trace"));
  rows.push_back(row(key("plain_http"), boolean_setting(ASSAY_FIELD(providers, plain_http)),
                     "the key may go over http to a public host"));
  return rows;
}

std::vector<Setting> model_settings(const std::string& name) {
  using Structured = Choice<StructuredOutput>;
  using Limit = Choice<TokenLimitField>;
  constexpr std::int64_t kMostTokens = 100'000'000;
  constexpr double kMostDollars = 100'000;
  const std::string price = "dollars per million tokens, from 0 to 100000";
  const auto key = [&](const char* member) {
    return SettingNames{"llm.models." + name + "." + member, "", {}};
  };
  std::vector<Setting> rows;
  rows.push_back(row(key("structured_output"),
                     optional_choice_setting(ASSAY_FIELD(models, structured_output),
                                             std::array{Structured{StructuredOutput::automatic, "auto"},
                                                        Structured{StructuredOutput::schema, "schema"},
                                                        Structured{StructuredOutput::object, "object"},
                                                        Structured{StructuredOutput::prompt, "prompt"}}),
                     "as llm.structured_output"));
  rows.push_back(row(key("token_limit_field"),
                     optional_choice_setting(
                         ASSAY_FIELD(models, token_limit_field),
                         std::array{Limit{TokenLimitField::automatic, "auto"},
                                    Limit{TokenLimitField::max_completion_tokens, "max_completion_tokens"},
                                    Limit{TokenLimitField::max_tokens, "max_tokens"}}),
                     "as llm.token_limit_field"));
  rows.push_back(row(key("stream"), optional_boolean_setting(ASSAY_FIELD(models, stream)), "as llm.stream"));
  rows.push_back(row(key("stream_usage"), optional_boolean_setting(ASSAY_FIELD(models, stream_usage)),
                     "as llm.stream_usage"));
  rows.push_back(row(key("temperature"), boolean_setting(ASSAY_FIELD(models, temperature)),
                     "false: it refuses one, so none is sent"));
  rows.push_back(row(key("context_tokens"),
                     optional_integer_setting(ASSAY_FIELD(models, context_tokens), 512, kMostTokens, ""),
                     "its window, for prompt and answer together; smaller parts of code are sent to fit"));
  rows.push_back(row(key("max_output_tokens"),
                     optional_integer_setting(ASSAY_FIELD(models, max_output_tokens), 200, kMostTokens, ""),
                     "its own limit of one answer"));
  rows.push_back(row(key("input_price"),
                     optional_number_setting(ASSAY_FIELD(models, input_price), price, 0, kMostDollars),
                     "for the prompt; with output_price it takes the place of the price table"));
  rows.push_back(row(key("output_price"),
                     optional_number_setting(ASSAY_FIELD(models, output_price), price, 0, kMostDollars),
                     "for the answer"));
  rows.push_back(row(key("cached_input_price"),
                     optional_number_setting(ASSAY_FIELD(models, cached_input_price), price, 0, kMostDollars),
                     "for what the provider had in its cache; not set: as input_price"));
  return rows;
}

#undef ASSAY_FIELD

}  // namespace assay::cli
