#pragma once
#include "analysis/checks/check.hpp"

namespace assay::analysis {

// One check, one file; all_checks.cpp lists them under the names that rules use.
void check_complex_function(const CheckContext& context);
void check_deep_nesting(const CheckContext& context);
void check_double_free(const CheckContext& context);
void check_duplicate_code(const CheckContext& context);
void check_late_test(const CheckContext& context);
void check_long_function(const CheckContext& context);
void check_many_parameters(const CheckContext& context);
void check_memory_leak(const CheckContext& context);
void check_null_use(const CheckContext& context);
void check_number_overflow(const CheckContext& context);
void check_out_of_bounds(const CheckContext& context);
void check_outside_divisor(const CheckContext& context);
void check_outside_index(const CheckContext& context);
void check_outside_length(const CheckContext& context);
void check_endless_loop(const CheckContext& context);
void check_misleading_indentation(const CheckContext& context);
void check_narrowed(const CheckContext& context);
void check_outside_assert(const CheckContext& context);
void check_secret(const CheckContext& context);
void check_syntax_error(const CheckContext& context);
void check_unchecked_allocation(const CheckContext& context);
void check_unbounded_copy(const CheckContext& context);
void check_maybe_uninitialized(const CheckContext& context);
void check_uninitialized(const CheckContext& context);
void check_unreachable_code(const CheckContext& context);
void check_unused_import(const CheckContext& context);
void check_unused_variable(const CheckContext& context);
void check_use_after_free(const CheckContext& context);
void check_wrong_free(const CheckContext& context);
void check_zero_divisor(const CheckContext& context);

}  // namespace assay::analysis
