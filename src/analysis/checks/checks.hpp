#pragma once
#include "analysis/checks/check.hpp"

namespace assay::analysis {

// One check, one file; all_checks.cpp lists them under the names that rules use.
void check_complex_function(const CheckContext& context);
void check_deep_nesting(const CheckContext& context);
void check_duplicate_code(const CheckContext& context);
void check_long_function(const CheckContext& context);
void check_many_parameters(const CheckContext& context);
void check_secret(const CheckContext& context);
void check_syntax_error(const CheckContext& context);
void check_unreachable_code(const CheckContext& context);
void check_unused_import(const CheckContext& context);
void check_unused_variable(const CheckContext& context);

}  // namespace assay::analysis
