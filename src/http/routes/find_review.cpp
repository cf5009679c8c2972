#include "http/routes/find_review.hpp"

#include "http/problem.hpp"

namespace assay::http {

Response no_such_review() { return problem(404, "not_found", "There is no review with this id.", "id"); }

}  // namespace assay::http
