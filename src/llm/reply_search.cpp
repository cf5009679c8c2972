#include "llm/reply_search.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "llm/lenient_json.hpp"
#include "llm/review_shape.hpp"

namespace assay::llm {
namespace {

constexpr std::array<std::string_view, 4> kThoughtEnds = {"</think>", "</thinking>", "</reasoning>",
                                                          "</thought>"};
// Starts that lead nowhere cost a read each; so do ends of thoughts.
constexpr int kMaxFailedStarts = 64;
constexpr std::size_t kMaxThoughts = 8;

struct Candidate {
  std::size_t begin = 0;
  std::size_t end = 0;
  int score = 0;
  FoundReview found;
};

// Offsets behind the ends of thoughts: the last ones, in order.
std::vector<std::size_t> ends_of_thoughts(std::string_view text) {
  std::vector<std::size_t> out;
  for (const auto tag : kThoughtEnds) {
    for (auto at = text.find(tag); at != std::string_view::npos; at = text.find(tag, at + tag.size()))
      out.push_back(at + tag.size());
  }
  std::sort(out.begin(), out.end());
  if (out.size() > kMaxThoughts) out.erase(out.begin(), out.end() - kMaxThoughts);
  return out;
}

bool starts_with_thoughts(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  return std::any_of(kThoughtEnds.begin(), kThoughtEnds.end(), [&](std::string_view end) {
    const auto tag = end.substr(2, end.size() - 3);  // without </ and >
    return text.substr(first).starts_with("<" + std::string(tag));
  });
}

class Search {
 public:
  explicit Search(std::string_view text) : text_(text) {}

  void from(std::size_t start) {
    for (auto at = text_.find_first_of("{[", start); at != std::string_view::npos;
         at = text_.find_first_of("{[", at)) {
      if (const auto* known = starting_at(at)) {
        at = known->end;
        continue;
      }
      bool truncated = false;
      auto value = read_lenient_json(text_, at, truncated);
      if (!value) {
        // What begins here never ends; its inside must not pass for the whole.
        if (truncated && text_[at] == '{') {
          cut_ = std::max(cut_, at);
          is_cut_ = true;
          return;
        }
        if (++failed_ == kMaxFailedStarts) return;
        ++at;
        continue;
      }
      keep(at, *value);
      at = value->end;
    }
  }

  /// Whether `at` lies behind the start of a review without an end that starts at `from` or later.
  bool is_inside_half_a_review(std::size_t at, std::size_t from) const {
    return is_cut_ && cut_ >= from && cut_ < at &&
           text_.substr(cut_, at - cut_).find("issues") != std::string_view::npos;
  }

  base::Result<FoundReview> best() {
    drop_nested();
    drop_thoughts();
    const auto best = std::max_element(
        candidates_.begin(), candidates_.end(),
        [](const auto& a, const auto& b) { return std::pair{a.score, a.end} < std::pair{b.score, b.end}; });
    const bool half = is_cut_ && text_.find("issues", cut_) != std::string_view::npos &&
                      (best == candidates_.end() || best->end <= cut_);
    if (half || (is_cut_ && best == candidates_.end()))
      return base::fail(base::Errc::corrupt, "the model's answer ends in the middle");
    if (best == candidates_.end())
      return base::fail(base::Errc::corrupt, "the model's answer holds no review");
    return std::move(best->found);
  }

 private:
  const Candidate* starting_at(std::size_t at) const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(),
                                    [at](const Candidate& candidate) { return candidate.begin == at; });
    return found == candidates_.end() ? nullptr : &*found;
  }

  void keep(std::size_t begin, const LenientValue& value) {
    auto document = base::JsonDocument::parse(value.json);
    if (!document) return;
    const int score = review_shape(document->root(), false).score;
    if (score > 0) candidates_.push_back({begin, value.end, score, {std::move(*document), value.repaired}});
  }

  // What lies inside another one is a part of it.
  void drop_nested() {
    std::sort(candidates_.begin(), candidates_.end(),
              [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::size_t covered = 0;
    for (auto& candidate : candidates_) {
      if (candidate.end <= covered) candidate.score = 0;
      covered = std::max(covered, candidate.end);
    }
    std::erase_if(candidates_, [](const auto& candidate) { return candidate.score == 0; });
  }

  // What a model thought before it answered counts only where no answer follows.
  void drop_thoughts() {
    for (const auto end : ends_of_thoughts(text_)) {
      const auto holds = [end](const Candidate& candidate) {
        return candidate.begin < end && end <= candidate.end;
      };
      if (std::any_of(candidates_.begin(), candidates_.end(), holds)) continue;  // a tag inside a string
      const auto before = [end](const Candidate& candidate) { return candidate.end <= end; };
      if (!std::all_of(candidates_.begin(), candidates_.end(), before)) std::erase_if(candidates_, before);
    }
  }

  std::string_view text_;
  std::vector<Candidate> candidates_;
  int failed_ = 0;
  std::size_t cut_ = 0;
  bool is_cut_ = false;
};

}  // namespace

base::Result<FoundReview> find_review(std::string_view text) {
  Search search(text);
  search.from(0);
  const auto ends = ends_of_thoughts(text);
  // A review that began and never ended may hold such a tag in a string, with anything behind it.
  const auto thinking = starts_with_thoughts(text) && !ends.empty() ? ends.front() : 0;
  for (const auto end : ends) {
    if (search.is_inside_half_a_review(end, thinking)) break;
    search.from(end);
  }
  return search.best();
}

}  // namespace assay::llm
