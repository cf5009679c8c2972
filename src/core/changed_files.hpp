#pragma once
#include <cstddef>
#include <vector>

#include "base/result.hpp"
#include "core/submission.hpp"
#include "core/unified_diff.hpp"

namespace assay::core {

/// From which side of the change the files beside a diff are.
enum class FilesAre { before, after };

/// The files that a diff leaves behind, in its order, each with the lines that are under review; those that
/// it removes are left out. `given` are whole files: of the side that `side` says, by their path there;
/// language and all else are taken over. A file that is not given is as far as the diff shows it. All codes
/// together have at most `max_bytes`. invalid_argument with the field: "diff" where it does not fit the
/// files, names a path that none can have, or leaves nothing to review; "files[N].path" for a given file that
/// it does not change.
base::Result<std::vector<InputFile>> files_of_diff(const UnifiedDiff& diff, std::vector<InputFile> given,
                                                   FilesAre side, std::size_t max_bytes);

}  // namespace assay::core
