#pragma once
#include <memory>

#include "cli/services.hpp"
#include "store/sqlite/data_folder.hpp"

namespace assay::app {

/// The keys of a data folder through the API of the server that holds it, as that server told those who can
/// read the folder. Over TLS only its own certificate is accepted, whoever signed it.
std::unique_ptr<cli::KeyAdmin> make_remote_keys(store::ServerContact contact);

}  // namespace assay::app
