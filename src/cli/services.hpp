#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "cli/output.hpp"
#include "core/api_key.hpp"
#include "core/ids.hpp"
#include "core/issue.hpp"
#include "core/language.hpp"
#include "core/ports/rule_catalog.hpp"
#include "review/pipeline.hpp"

/// What the commands need of the rest of Assay. app/ builds it; tests bring their own.
namespace assay::cli {

/// Reviews for `assay review`, in this process or on a server. Everything happens on the io_context it was
/// made for, which one thread runs; what computes or blocks does so elsewhere.
class ReviewEngine {
 public:
  virtual ~ReviewEngine() = default;
  /// As review::Pipeline::run.
  virtual base::Task<review::PipelineResult> run(review::Pipeline::Run run) = 0;
  /// Never `automatic`.
  virtual core::Language detect_language(std::string_view filename, std::string_view code) const = 0;
  /// Ends children and connections. Called once, after the last run; the engine is destroyed afterwards.
  virtual base::Task<void> stop() = 0;
};

using core::RuleInfo;

struct RuleTestResult {
  std::string id;
  int examples = 0;                   ///< bad and ok ones that were run
  std::vector<std::string> failures;  ///< one sentence each
};

/// The rules in force.
class RuleBook {
 public:
  virtual ~RuleBook() = default;
  /// Sorted by id.
  virtual std::vector<RuleInfo> rules() const = 0;
  /// Runs the examples of the rules in force, or, where `folder` is not empty, of the rule files below it
  /// (which need not be in force). One result for each rule, sorted by id; a file that is no rule is a failed
  /// result with its path as the id. An error: the folder can't be read.
  virtual base::Result<std::vector<RuleTestResult>> test(const std::string& folder) = 0;
};

/// A key with its token, which is shown this once.
struct NewKey {
  core::ApiKey key;
  std::string token;
};

/// The API keys of a data folder: in the folder itself, or through the server that holds it.
class KeyAdmin {
 public:
  virtual ~KeyAdmin() = default;
  /// `id`, `prefix` and `created_at` of `wanted` are filled in.
  virtual base::Result<NewKey> create(const core::ApiKey& wanted) = 0;
  /// Newest first, of all tenants.
  virtual base::Result<std::vector<core::ApiKey>> list() = 0;
  virtual base::Result<void> revoke(const core::KeyId& id) = 0;
};

/// What `assay import` is to take over.
struct ImportRequest {
  std::string uri;
  std::string database;  ///< empty: the one that the URI names
  core::Scope tenant = core::public_scope();
  bool unfinished_as_failed = false;  ///< else they are left for a later run
};

struct ImportReport {
  std::string database;  ///< that was read
  std::int64_t read = 0;
  std::int64_t added = 0;
  std::int64_t known = 0;                        ///< were there already
  std::int64_t unfinished = 0;                   ///< left out
  std::int64_t skipped = 0;                      ///< for an error
  std::map<std::string, std::int64_t> reasons;   ///< of those: a sentence, and how often
  std::map<std::string, std::int64_t> oddities;  ///< what was not as it should be and was taken all the same
};

enum class CheckState : std::uint8_t { ok, warn, fail, skipped };

struct CheckResult {
  CheckState state = CheckState::ok;
  std::string detail;  ///< what was found
  std::string advice;  ///< what to do; empty where all is well
};

/// One line of `assay doctor`. May block for a few seconds.
struct Check {
  std::string name;
  std::function<CheckResult()> run;
};

struct LibraryVersion {
  std::string name;
  std::string version;
};

struct BuildInfo {
  std::string version;   ///< "0.1.0"
  std::string revision;  ///< of the source; may be empty
  std::string compiler;  ///< "g++ 12.2.0"
  std::string type;      ///< "Release"
  std::vector<LibraryVersion> libraries;
};

struct Services {
  BuildInfo build;
  /// Serves until SIGINT or SIGTERM. Prints the address to `out` once it answers. An error: it could not
  /// start (the data folder is held by another process, the port is taken …).
  std::function<base::Result<void>(const LoadedConfiguration& loaded, Output& out)> serve;
  /// Works on what others accept, until SIGINT or SIGTERM; only in the scale-out mode. Says so on `out` once
  /// it has begun.
  std::function<base::Result<void>(const LoadedConfiguration& loaded, Output& out)> work;
  /// Only reviewers_in_force(loaded). An error: a chosen reviewer can't be built.
  std::function<base::Result<std::unique_ptr<ReviewEngine>>(const LoadedConfiguration& loaded,
                                                            base::Executor executor)>
      make_engine;
  /// An error: a rule of the user's own is wrong.
  std::function<base::Result<std::unique_ptr<RuleBook>>(const LoadedConfiguration& loaded)> open_rules;
  /// Copies the database of the data folder into a file; gives a sentence that says what was written.
  std::function<base::Result<std::string>(const LoadedConfiguration& loaded, const std::string& file)> backup;
  /// The other way. `replace`: also where the folder has a database.
  std::function<base::Result<std::string>(const LoadedConfiguration& loaded, const std::string& file,
                                          bool replace)>
      restore;
  /// An error: the folder can't be opened, and no server that holds it can be asked.
  std::function<base::Result<std::unique_ptr<KeyAdmin>>(const LoadedConfiguration& loaded)> open_keys;
  /// Tells `progress` now and then how far it is. Errors: `invalid_argument` for a URI that is none,
  /// `not_found` where the database has nothing of the kind; others: it can't be reached, or nothing can be
  /// stored. What was imported before an error stays.
  std::function<base::Result<ImportReport>(const LoadedConfiguration& loaded, const ImportRequest& request,
                                           const std::function<void(const ImportReport&)>& progress)>
      import_mongodb;
  /// In the order they are to be run.
  std::function<std::vector<Check>(const LoadedConfiguration& loaded)> checks;
};

}  // namespace assay::cli
