#pragma once
#include "base/clock.hpp"
#include "base/task.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "core/ports/audit_log.hpp"

namespace assay::app {

/// A digest of the settings in force; a secret counts as set or not, and no more.
std::string settings_digest(const cli::LoadedConfiguration& loaded);

/// Writes to the audit log that the server started: version, digest of the settings, and whether they are
/// those of the start before. A log that can't be written is told in the server's own log, and is no reason
/// not to serve.
base::Task<void> note_start(core::AuditLog& audit, const cli::LoadedConfiguration& loaded,
                            base::Timestamp now);

}  // namespace assay::app
