#include "contract/temp_folder.hpp"

#include <stdlib.h>

#include <cstdlib>
#include <string>

namespace assay::contract {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "assay-contract-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace assay::contract
