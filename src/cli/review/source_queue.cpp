#include "cli/review/source_queue.hpp"

#include "cli/files/source_file.hpp"

namespace assay::cli {
namespace {

constexpr std::string_view kInput = "-";
constexpr std::string_view kInputName = "<stdin>";

}  // namespace

SourceQueue::SourceQueue(SourceOptions options, FolderReader reader, ReadInput read_input,
                         DetectLanguage detect)
    : options_(std::move(options)),
      reader_(std::move(reader)),
      read_input_(std::move(read_input)),
      detect_(std::move(detect)),
      paths_(options_.paths.begin(), options_.paths.end()) {}

std::optional<SourceFile> SourceQueue::next() {
  while (true) {
    if (walk_) {
      if (auto file = walk_->next()) return from_file(std::move(*file));
      walk_.reset();
    }
    if (paths_.empty()) return std::nullopt;
    auto path = std::move(paths_.front());
    paths_.pop_front();
    if (path == kInput) return from_input();
    walk_.emplace(reader_, std::vector{std::move(path)}, options_.walk);
  }
}

SourceFile SourceQueue::from_input() {
  SourceFile source;
  source.path = options_.filename.empty() ? std::string{kInputName} : options_.filename;
  auto code = read_input_();
  if (!code) {
    source.status = report::FileStatus::failed;
    source.error = code.error().message;
    return source;
  }
  prepare_source(source, std::move(*code), options_.language, UnknownLanguage::text, detect_);
  return source;
}

SourceFile SourceQueue::from_file(WalkedFile file) {
  SourceFile source;
  source.path = std::move(file.path);
  if (file.how == WalkedFile::How::unreadable) {
    source.status = report::FileStatus::failed;
    source.error = std::move(file.error);
    return source;
  }
  auto code = read_source_file(source.path, kMostFileBytes);
  if (!code) {
    source.status = report::FileStatus::failed;
    source.error = code.error().message;
    return source;
  }
  const auto unknown = file.how == WalkedFile::How::named ? UnknownLanguage::text : UnknownLanguage::skipped;
  prepare_source(source, std::move(*code), options_.language, unknown, detect_);
  return source;
}

}  // namespace assay::cli
