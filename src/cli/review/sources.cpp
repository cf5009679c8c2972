#include "cli/review/sources.hpp"

#include "cli/files/source_file.hpp"
#include "core/normalise.hpp"

namespace assay::cli {

void prepare_source(SourceFile& source, std::string code, std::optional<core::Language> chosen,
                    UnknownLanguage unknown, const DetectLanguage& detect) {
  if (const auto reason = reason_to_skip(code); !reason.empty()) {
    source.status = report::FileStatus::skipped;
    source.error = reason;
    return;
  }
  source.code = core::normalise_code(code);
  source.language = chosen ? *chosen : detect(source.path, source.code);
  if (source.language == core::Language::text && unknown == UnknownLanguage::skipped && !chosen) {
    source.status = report::FileStatus::skipped;
    source.error = "in no known language";
  }
}

}  // namespace assay::cli
