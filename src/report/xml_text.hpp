#pragma once
#include <string>
#include <string_view>

namespace assay::report {

/// Appends text so that it can stand in an element or a double-quoted attribute of XML 1.0: markup is
/// escaped, line ends and tabs become character references (attribute values keep them only so), and what XML
/// cannot hold (most control characters, ill-formed UTF-8) becomes U+FFFD.
void append_xml(std::string& out, std::string_view text);

/// ` name="text"`
void append_xml_attribute(std::string& out, std::string_view name, std::string_view text);

inline constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

}  // namespace assay::report
