#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/reviewer.hpp"

namespace assay::review {

/// Line numbers of a text of which only some lines are known: reviewers get those alone, one behind the
/// other.
class KnownLines {
 public:
  /// Empty: all lines are known.
  explicit KnownLines(std::vector<core::LineRange> known) : known_(std::move(known)) {}
  bool all() const { return known_.empty(); }

  /// The known lines of `code`, and nothing between them.
  std::string cut(std::string_view code) const;
  /// From a line that a reviewer saw to the line of the file; what is beyond the end is the last one.
  int in_file(int seen) const;
  /// The other way; an unknown line is the next known one.
  int as_seen(int line) const;
  core::LineRange in_file(core::LineRange seen) const { return {in_file(seen.start), in_file(seen.end)}; }
  core::LineRange as_seen(core::LineRange lines) const { return {as_seen(lines.start), as_seen(lines.end)}; }
  /// Whether nothing unknown lies between the lines of the file.
  bool together(core::LineRange lines) const;
  /// The parts of a range of the file that are known.
  std::vector<core::LineRange> known_parts(core::LineRange lines) const;
  /// The lines up to `last` that are not known.
  std::vector<core::LineRange> unknown(int last) const;

 private:
  std::vector<core::LineRange> known_;
};

/// One text of an input as reviewers see it, and the way back from what they say to the lines of the file.
class TextUnderReview {
 public:
  /// What reviewers get: always one text.
  const std::shared_ptr<const core::ReviewInput>& input() const { return input_; }
  const std::optional<std::vector<core::LineRange>>& changed() const {
    return changed_;
  }  ///< as reviewers see it
  const std::string& path() const { return input_->filename; }

  /// Whether every line is known: then lines are the same on both sides.
  bool is_whole() const { return known_.all(); }
  /// An issue in lines of the file, as reviewers see it.
  core::Issue as_seen(core::Issue issue) const;
  core::Issue in_file(core::Issue issue) const;
  /// The whole outcome in lines of the file, with paths where they belong.
  core::ReviewerOutcome in_file(core::ReviewerOutcome outcome) const;

 private:
  friend std::vector<TextUnderReview> texts_under_review(
      const std::shared_ptr<const core::ReviewInput>& input);
  TextUnderReview(std::shared_ptr<const core::ReviewInput> input, core::InputFile file);
  explicit TextUnderReview(std::shared_ptr<const core::ReviewInput> input)
      : input_(std::move(input)), known_({}) {}

  std::shared_ptr<const core::ReviewInput> input_;
  std::optional<std::vector<core::LineRange>> changed_;
  KnownLines known_;
  int last_line_ = 0;
};

/// The texts of an input in order. A single text is shared, not copied. Files that a diff does not change, or
/// of which nothing is known, are left out: there is nothing to say of them.
std::vector<TextUnderReview> texts_under_review(const std::shared_ptr<const core::ReviewInput>& input);

}  // namespace assay::review
