#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/statistics.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/sums.hpp"
#include "store/time_cover.hpp"

namespace assay::store::mongo {

// Sums of what was completed, a document of assay_rollups for each scope, language and bucket of time
// (time_cover.hpp, all its levels). They are computed from the submissions, never added to, so that no crash
// and no repetition can make them wrong: what changes a completed submission notes that its buckets have
// changed; a bucket that has changed is read from the submissions, or from finer buckets, until it is
// computed anew (seal_some), which happens when nothing has changed in it for a minute.

/// What changed in the sums: something that was completed, or made, at `at`.
struct Change {
  std::string scope;
  core::Language language = core::Language::text;
  base::Timestamp at;
};
/// Notes it; less than a minute before it happens, or after it. `now` is the wall clock.
base::Result<void> note_changes(Client& client, const std::vector<Change>& changes, base::Timestamp now);

/// The same for a submission that is about to be erased, whose document has language, finished_at and review:
/// its review may go with it. Before it is marked as erased, and again before its document goes.
base::Result<void> note_erasure(Client& client, const std::string& scope, const View& submission,
                                base::Timestamp now);

/// Computes up to `most` buckets in which nothing has changed for a minute, the finest first. Gives how many
/// it looked at: 0 when there are none. Any number of nodes at once.
base::Result<int> seal_some(Client& client, base::Timestamp now, int most);

/// Reads sums of one scope and one or all languages.
class Rollups {
 public:
  Rollups(Client& client, std::string scope, std::optional<core::Language> language, Detail detail);
  /// Finds what was completed and is not noted in the buckets yet. Before the first `read`.
  base::Result<void> look_for_news();

  /// The sums of whole buckets: `visit` is called for each that has any, with the bucket of range.level, in
  /// any order, more than once for some.
  template <class Visit>
  base::Result<void> read(const BucketRange& range, Visit visit) {
    auto found = of_buckets(range, languages());
    if (!found) return base::fail(std::move(found.error()));
    for (const auto& each : *found) visit(each.bucket, each.language, each.sums);
    return {};
  }
  /// The sums of any range, by language.
  base::Result<std::map<std::string, Sums>> read(const ExactRange& range);

 private:
  struct Found {
    std::int64_t bucket = 0;
    std::string language;
    Sums sums;
  };
  using Languages = std::vector<std::string>;  ///< empty: all
  friend base::Result<void> seal(Client& client, const View& rollup);

  Languages languages() const;
  base::Result<std::vector<Found>> of_buckets(const BucketRange& range, const Languages& languages);
  /// What a bucket that has changed holds, from the next finer level; of the finest from the submissions.
  base::Result<std::map<std::string, Sums>> inside(int level, std::int64_t bucket,
                                                   const Languages& languages);

  Client& client_;
  std::string scope_;
  std::optional<core::Language> language_;
  Detail detail_;
  std::map<std::int64_t, std::vector<std::string>> news_;  ///< by 15-minute bucket: languages
};

}  // namespace assay::store::mongo
