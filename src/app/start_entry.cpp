#include "app/start_entry.hpp"

#include <algorithm>

#include "app/build_info.hpp"
#include "base/log.hpp"
#include "base/sha256.hpp"
#include "cli/config/setting.hpp"

namespace assay::app {
namespace {

constexpr const char* kAction = "server.started";
/// Newest entries among which the start before is looked for.
constexpr int kLookBack = 1000;
constexpr std::size_t kShown = 16;

/// What follows the digest: nothing where no start before is known.
std::string compared(const std::vector<core::AuditEntry>& entries, const std::string& digest) {
  const auto before = std::ranges::find(entries, kAction, &core::AuditEntry::action);
  if (before == entries.end()) return {};
  return before->detail.find(digest) == std::string::npos ? ", changed since the start before"
                                                          : ", those of the start before";
}

}  // namespace

std::string settings_digest(const cli::LoadedConfiguration& loaded) {
  base::Sha256 sha;
  for (const auto& setting : cli::settings_of(loaded.values)) {
    sha.update_field(setting.key);
    const auto value = setting.get(loaded.values);
    sha.update_field(setting.secrecy == cli::Secrecy::secret && !value.empty() ? "set" : value);
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : sha.finish().substr(0, kShown / 2)) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

base::Task<void> note_start(core::AuditLog& audit, const cli::LoadedConfiguration& loaded,
                            base::Timestamp now) {
  const auto digest = settings_digest(loaded);
  core::AuditQuery query;
  query.limit = kLookBack;
  const auto entries = co_await audit.entries(std::move(query));
  core::AuditEntry entry;
  entry.at = now;
  entry.tenant = core::public_scope();
  entry.action = kAction;
  entry.detail = "Assay " + build_info().version + " with the settings " + digest;
  if (entries) entry.detail += compared(*entries, digest);
  const auto written = co_await audit.append(std::move(entry));
  if (!written) base::log::warn("the start is not in the audit log", {{"reason", written.error().message}});
}

}  // namespace assay::app
