#include "app/backup.hpp"

#include "cli/config/derived.hpp"
#include "store/sqlite/backup.hpp"

namespace assay::app {
namespace {

std::string facts_of(const store::BackupFacts& facts) {
  return std::to_string(facts.submissions) + (facts.submissions == 1 ? " submission, " : " submissions, ") +
         std::to_string(facts.bytes) + " bytes";
}

/// An error where it is not the data folder that everything is in.
base::Result<void> check_embedded(const cli::LoadedConfiguration& loaded, const std::string& instead) {
  if (!cli::is_scale_out(loaded.values)) return {};
  return base::fail(base::Errc::unsupported,
                    "everything is in MongoDB (mongodb.uri is set): use " + instead +
                        " for the collections assay_*; Redis is filled again from there");
}

}  // namespace

base::Result<std::string> backup(const cli::LoadedConfiguration& loaded, const std::string& file) {
  if (auto embedded = check_embedded(loaded, "mongodump"); !embedded) return base::fail(embedded.error());
  const auto done = store::back_up(loaded.values.data, file);
  if (!done) return base::fail(done.error());
  return "Wrote " + file + ": " + facts_of(*done);
}

base::Result<std::string> restore(const cli::LoadedConfiguration& loaded, const std::string& file,
                                  bool replace) {
  if (auto embedded = check_embedded(loaded, "mongorestore"); !embedded) return base::fail(embedded.error());
  const auto done =
      store::restore(file, loaded.values.data, replace ? store::Replace::yes : store::Replace::no);
  if (!done) {
    auto error = done.error();
    if (error.code == base::Errc::conflict && !replace && error.message.ends_with("already"))
      error.message += ": --replace puts the backup in its place";
    return base::fail(std::move(error));
  }
  return "Restored " + loaded.values.data + ": " + facts_of(*done);
}

}  // namespace assay::app
