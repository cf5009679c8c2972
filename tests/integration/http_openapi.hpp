#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.hpp"

namespace assay::tests {

/// api/openapi.json as a judge of real answers: the parts of JSON Schema 2020-12 that it uses. A member that
/// no schema names is an error too, so that the document can't fall behind.
class OpenApi {
 public:
  /// Reads the file of the source tree.
  OpenApi();

  struct Operation {
    std::string id;
    std::string method;
    std::string path;
    std::vector<int> statuses;
  };
  /// Every operation, in the document's order.
  std::vector<Operation> all() const;

  /// What is wrong with this answer of an operation; empty: nothing. Of a body that is no JSON only the type
  /// is judged.
  std::vector<std::string> check_answer(std::string_view operation_id, int status,
                                        std::string_view content_type, std::string_view body) const;
  /// What is wrong with a value under #/components/schemas/<name>.
  std::vector<std::string> check(std::string_view schema_name, std::string_view json) const;
  /// The answers that the document names and `check_answer` was not asked about, as "getReview 304".
  std::vector<std::string> unseen() const;
  /// Every operation as "GET /api/health".
  std::vector<std::string> operations() const;
  /// What is wrong with the document's own examples.
  std::vector<std::string> check_examples() const;

 private:
  base::JsonDocument document_;
  mutable std::set<std::string> seen_;
};

}  // namespace assay::tests
