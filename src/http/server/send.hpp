#pragma once
#include <sys/uio.h>

#include <cstddef>

namespace assay::http {

enum class Sent { all, would_block, failed };

/// One non-blocking sendmsg. `count` gets the bytes that were taken. `all`: everything in `parts` was.
Sent send_some(int socket, iovec* parts, int parts_count, std::size_t& count);

}  // namespace assay::http
