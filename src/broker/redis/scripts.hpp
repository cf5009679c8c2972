#pragma once
#include <string_view>

/// The texts of scripts/*.lua, embedded by the build. What each takes and gives stands in it.
namespace assay::broker::redis::scripts {

extern const std::string_view events_attach;
extern const std::string_view events_detach;
extern const std::string_view events_publish;
extern const std::string_view events_scope;
extern const std::string_view limiter_admit;
extern const std::string_view limiter_give_back;
extern const std::string_view queue_cancel;
extern const std::string_view queue_claim;
extern const std::string_view queue_depth;
extern const std::string_view queue_enqueue;
extern const std::string_view queue_extend;
extern const std::string_view queue_forget;
extern const std::string_view queue_grant;
extern const std::string_view queue_restore;
extern const std::string_view queue_retry;
extern const std::string_view queue_take_turn;

}  // namespace assay::broker::redis::scripts
