#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/value_text.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay key create admin --scope admin                   the first one, before assay serve --access keys
  KEY=$(assay key create ci --scope submit --expires 90d)
  assay key create team-b --tenant team-b --reviews-per-day 200
  assay key list
  assay key revoke assay_1f2e3d4c                        by the prefix that list shows, or by its id

Works on the data folder, and through the server while one holds the folder.)";

struct Chosen {
  ConfigurationFlags flags;
  std::string name;
  std::string tenant = core::public_scope().str();
  std::vector<std::string> scopes = {"submit"};
  std::string expires;
  std::optional<std::int64_t> per_hour;
  std::optional<std::int64_t> per_day;
  std::string which;
  bool json = false;
};

/// Null: told the user why.
std::unique_ptr<KeyAdmin> open_keys(const Chosen& chosen, const CommandLine& line, int& code) {
  const auto loaded = chosen.flags.load(line);
  code = kExitUsage;
  if (!loaded) return nullptr;
  auto keys = line.services.open_keys(*loaded);
  if (keys) return std::move(*keys);
  line.complain(keys.error().message);
  code = kExitFailed;
  return nullptr;
}

int complain_of(const base::Error& error, const CommandLine& line) {
  line.complain(error.message);
  return error.code == base::Errc::invalid_argument || error.code == base::Errc::not_found ? kExitUsage
                                                                                           : kExitFailed;
}

std::string scopes_of(const core::ApiKey& key) {
  std::string out;
  for (const auto permission : key.permissions.list())
    out.append(out.empty() ? "" : ",").append(to_string(permission));
  return out;
}

void write_key(base::JsonWriter& json, const core::ApiKey& key) {
  const auto moment = [&](std::string_view name, const std::optional<base::Timestamp>& time) {
    json.key(name);
    if (time) {
      json.value(base::format_timestamp(*time));
    } else {
      json.null();
    }
  };
  const auto limit = [&](std::string_view name, const std::optional<std::int64_t>& value) {
    json.key(name);
    if (value) {
      json.value(*value);
    } else {
      json.null();
    }
  };
  json.begin_object().field("id", key.id.str()).field("name", key.name).field("prefix", key.prefix);
  json.field("tenant", key.tenant.str()).key("scopes").begin_array();
  for (const auto permission : key.permissions.list()) json.value(to_string(permission));
  json.end_array();
  limit("submissions_per_hour", key.submissions_per_hour);
  limit("reviews_per_day", key.reviews_per_day);
  moment("created_at", key.created_at);
  moment("expires_at", key.expires_at);
  moment("last_used_at", key.last_used_at);
  moment("revoked_at", key.revoked_at);
}

/// What the flags say; nothing: told the user what is wrong.
std::optional<core::ApiKey> wanted_key(const Chosen& chosen, const CommandLine& line) {
  core::ApiKey key;
  key.name = chosen.name;
  key.tenant = core::Scope{chosen.tenant};
  for (const auto& name : chosen.scopes) {
    const auto permission = core::parse_permission(name);
    if (!permission) {
      line.complain("--scope must be read, submit or admin, not \"" + name + "\"");
      return std::nullopt;
    }
    key.permissions.add(*permission);
  }
  if (!chosen.expires.empty()) {
    const auto now = base::SystemClock{}.now();
    if (const auto duration = parse_duration(chosen.expires)) {
      key.expires_at = now + *duration;
    } else if (const auto moment = base::parse_timestamp(chosen.expires)) {
      key.expires_at = moment->time;
    } else {
      line.complain("--expires must be a time from now, such as 90d, or a date, not \"" + chosen.expires +
                    "\"");
      return std::nullopt;
    }
  }
  key.submissions_per_hour = chosen.per_hour;
  key.reviews_per_day = chosen.per_day;
  return key;
}

int create(const Chosen& chosen, const CommandLine& line) {
  const auto wanted = wanted_key(chosen, line);
  if (!wanted) return kExitUsage;
  int code = kExitOk;
  const auto keys = open_keys(chosen, line, code);
  if (!keys) return code;
  const auto made = keys->create(*wanted);
  if (!made) return complain_of(made.error(), line);
  std::string text;
  if (chosen.json) {
    base::JsonWriter json{text};
    write_key(json, made->key);
    json.field("secret", made->token).end_object();
    line.streams.out.write(text + "\n");
    return kExitOk;
  }
  // The key alone on standard output, so that a script can catch it.
  line.streams.out.write(made->token + "\n");
  line.streams.err.write("Key \"" + made->key.name + "\" with " + scopes_of(made->key) + " for the tenant " +
                         made->key.tenant.str() +
                         ". It is shown this once: Assay keeps only a hash. Send it as\n"
                         "Authorization: Bearer <key>, or sign in with it on the page.\n");
  return kExitOk;
}

std::string state_of(const core::ApiKey& key, base::Timestamp now) {
  if (key.revoked_at) return "revoked";
  return key.is_valid_at(now) ? "valid" : "expired";
}

std::string day_of(const std::optional<base::Timestamp>& time) {
  constexpr std::size_t kDateLength = 10;
  return time ? base::format_timestamp(*time).substr(0, kDateLength) : "never";
}

int list(const Chosen& chosen, const CommandLine& line) {
  int code = kExitOk;
  const auto keys = open_keys(chosen, line, code);
  if (!keys) return code;
  const auto all = keys->list();
  if (!all) return complain_of(all.error(), line);
  std::string text;
  if (chosen.json) {
    base::JsonWriter json{text};
    json.begin_array();
    for (const auto& key : *all) {
      write_key(json, key);
      json.end_object();
    }
    json.end_array();
    line.streams.out.write(text + "\n");
    return kExitOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"PREFIX", "NAME", "TENANT", "SCOPES", "CREATED", "EXPIRES", "LAST USED", "STATE"}};
  const auto now = base::SystemClock{}.now();
  for (const auto& key : *all) {
    rows.push_back({key.prefix, key.name, key.tenant.str(), scopes_of(key), day_of(key.created_at),
                    day_of(key.expires_at), day_of(key.last_used_at), state_of(key, now)});
  }
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      text += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    text += row.back() + "\n";
  }
  line.streams.out.write(text);
  return kExitOk;
}

int revoke(const Chosen& chosen, const CommandLine& line) {
  int code = kExitOk;
  const auto keys = open_keys(chosen, line, code);
  if (!keys) return code;
  const auto all = keys->list();
  if (!all) return complain_of(all.error(), line);
  std::vector<core::ApiKey> meant;
  std::ranges::copy_if(*all, std::back_inserter(meant), [&](const core::ApiKey& key) {
    return key.id.str() == chosen.which || key.prefix == chosen.which;
  });
  if (meant.size() != 1) {
    line.complain(meant.empty() ? "there is no key \"" + chosen.which + "\"; assay key list shows them"
                                : "several keys begin with " + chosen.which +
                                      ": name the id, from assay key "
                                      "list --json");
    return kExitUsage;
  }
  if (const auto done = keys->revoke(meant.front().id); !done) return complain_of(done.error(), line);
  line.streams.err.write("Key \"" + meant.front().name + "\" (" + meant.front().prefix + ") is revoked.\n");
  return kExitOk;
}

}  // namespace

void add_key(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("key", "API keys");
  command->footer(kExamples);
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, int (*run)(const Chosen&, const CommandLine&)) {
    auto* sub = command->add_subcommand(name, what);
    sub->footer(kExamples);
    auto chosen = std::make_shared<Chosen>();
    chosen->flags.add_to(*sub, {"data"});
    sub->callback(
        [&line, chosen, run] { line.action = [&line, chosen, run] { return run(*chosen, line); }; });
    return std::pair{sub, chosen};
  };
  const auto [creating, created] = add("create", "makes one and prints it, this once", create);
  creating->add_option("NAME", created->name, "what it is for")->required();
  creating->add_option("--scope", created->scopes, "read, submit (default) or admin; may be given again")
      ->type_name("SCOPE")
      ->allow_extra_args(false);
  creating->add_option("--tenant", created->tenant, "whose data it sees (default: public)")
      ->type_name("NAME");
  creating->add_option("--expires", created->expires, "after a time, such as 90d, or on a date")
      ->type_name("WHEN");
  creating->add_option("--submissions-per-hour", created->per_hour, "limit on every submission");
  creating->add_option("--reviews-per-day", created->per_day,
                       "limit on those that are not answered from the cache");
  creating->add_flag("--json", created->json, "for programs");
  const auto [listing, listed] = add("list", "all of them, newest first", list);
  listing->add_flag("--json", listed->json, "for programs");
  const auto [revoking, revoked] = add("revoke", "ends one, at once and for good", revoke);
  revoking->add_option("KEY", revoked->which, "its prefix or its id")->required();
}

}  // namespace assay::cli
