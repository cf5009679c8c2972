#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json_reader.hpp"

namespace assay::llm {

/// How much a JSON value looks like a review, and where its parts are. Valid as long as the document.
struct ReviewShape {
  int score = 0;                        ///< 0: not at all; 4: as the schema wants it
  std::vector<base::JsonValue> lists;   ///< arrays of issues; several where the key stands twice
  std::optional<base::JsonValue> root;  ///< the object around them
  std::string nested;                   ///< JSON text inside a string, still to be read
  std::vector<std::string> notes;       ///< what is unusual about it, as sentences
};

/// `whole`: the value is all there is, so that less is enough to take it for one. Looks through up to three
/// wrapping objects.
ReviewShape review_shape(const base::JsonValue& value, bool whole);

}  // namespace assay::llm
