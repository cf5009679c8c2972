#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/statistics.hpp"
#include "core/submission.hpp"
#include "store/mongo/client.hpp"
#include "store/time_cover.hpp"

namespace assay::store::mongo {

/// How much of the sums is wanted: by_period needs the numbers only.
enum class Detail { numbers, all };

/// What statistics are made of, of one language.
struct Sums {
  struct Title {
    std::string title;
    std::string rule;
    std::int64_t count = 0;
  };
  std::int64_t total = 0;
  std::int64_t cached = 0;
  std::int64_t scored = 0;
  std::int64_t score_sum = 0;
  std::array<std::int64_t, 3> severities{};
  std::array<std::int64_t, 6> categories{};
  std::map<std::string, Title> titles;  ///< by title_key (issue_title.hpp)
  std::map<int, std::int64_t> wait;     ///< by bin of core::Histogram
  std::map<int, std::int64_t> run;
  core::ModelUse models;

  Sums& operator+=(const Sums& other);
};

/// The fields of a rollup; nothing where it has more titles than one document should hold.
std::optional<Document> encode_sums(const Sums& sums);
Sums decode_sums(const View& view);
/// The projection of what decode_sums reads.
Document sums_fields(Detail detail);

/// The sums by language, computed by the database from the submissions and the reviews themselves.
/// `languages` empty: all. Absent bounds: all time.
base::Result<std::map<std::string, Sums>> compute_sums(Client& client, const std::string& scope,
                                                       const std::vector<std::string>& languages,
                                                       std::optional<base::Timestamp> start,
                                                       std::optional<base::Timestamp> end, Detail detail);

}  // namespace assay::store::mongo
