#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/mongo/document.hpp"
#include "store/recently_used.hpp"

namespace assay::store::mongo {

/// What a review says, as it is stored.
struct KeptReview {
  std::shared_ptr<const std::string> members;
  std::vector<std::string_view> fingerprints;  ///< of its issues; they point into `members`
};

/// By their ids; null: gone.
using Reviews = std::map<std::string, std::shared_ptr<const KeptReview>, std::less<>>;

/// Parts of reviews that this process read before. Reviews never change, so none of it can be out of date;
/// but a review may be gone: whether somebody may see one is asked of the database each time, by the
/// submission that refers to it. Thread-safe.
class KeptReviews {
 public:
  RecentlyUsed<KeptReview>& reviews() { return reviews_; }
  /// Of find_answer_fields.
  RecentlyUsed<Document>& answers() { return answers_; }

  /// Nobody will want it any more: its bytes need not wait until others need their room.
  void forget(std::string_view review) {
    reviews_.erase(review);
    answers_.erase(review);
  }
  void forget_all() {
    reviews_.clear();
    answers_.clear();
  }

 private:
  RecentlyUsed<KeptReview> reviews_{std::size_t{32} << 20U};
  RecentlyUsed<Document> answers_{std::size_t{4} << 20U};
};

}  // namespace assay::store::mongo
