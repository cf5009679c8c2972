#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "cli/output.hpp"

namespace assay::cli {

/// A file that appears whole or not at all: written beside its place under another name and renamed by
/// `commit`. Without a commit nothing stays behind and an older file is untouched. What is no ordinary file
/// (a pipe, /dev/stdout) is written straight. Links are followed, so that they stay links.
class AtomicFile final : public Output {
 public:
  /// invalid_argument with a sentence where the place can't be written.
  static base::Result<std::unique_ptr<AtomicFile>> create(const std::string& path);
  ~AtomicFile() override;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view text) override { output_->write(text); }
  bool ok() const override { return output_->ok(); }
  bool is_terminal() const override { return false; }
  int width() const override { return StringOutput::kWidth; }

  base::Result<void> commit();

 private:
  AtomicFile(int descriptor, std::string path, std::string temporary);

  int descriptor_;
  std::string path_;
  std::string temporary_;  ///< empty: written straight, or committed
  std::unique_ptr<DescriptorOutput> output_;
};

}  // namespace assay::cli
