#include "analysis/taint/library.hpp"

#include <unordered_map>

#include "analysis/rules/regex.hpp"

namespace assay::analysis::taint {
namespace {

struct Row {
  Known known;
  std::string_view names;  ///< separated by spaces
};

constexpr Row kFunctions[] = {
    {Known::harmless,
     "int float bool abs round ord hash id isinstance parseInt parseFloat Number Boolean Atoi ParseInt "
     "ParseFloat "
     "ParseUint ParseBool parseLong parseShort parseByte parseDouble parseBoolean intValue longValue "
     "doubleValue "
     "intval floatval boolval atoi atol atof strtol strtoul strtoll strtoull strtod to_i to_f to_r compareTo "
     "compareToIgnoreCase compare hashCode hexdigest digest uuid4 randomUUID ToInt32 ToInt64 ToInt16 "
     "ToDouble "
     "ToDecimal ToBoolean TryParse fromString isdigit isalnum isalpha isnumeric is_numeric is_int is_integer "
     "ctype_digit ctype_alnum ctype_alpha isEmpty is_empty empty IsNullOrEmpty IsNullOrWhiteSpace isNaN "
     "isInteger "
     "isFinite hasOwnProperty sum random randint nextInt time now currentTimeMillis nanoTime md5 sha1 sha256 "
     "password_hash getTime nil? blank? present? empty? is_array is_string filesize count sizeof typeof "
     "strcmp strncmp strcasecmp stoi stol stoul stod fileno "
     "getClass isPresent exists isFile isDirectory is_file is_dir file_exists isfile isdir hash_file bcrypt"},
    {Known::length, "length size len strlen Length Count getLength mb_strlen wcslen bytesize Len"},
    {Known::index_of, "indexOf lastIndexOf find_index strpos stripos IndexOf search rindex"},
    {Known::passes,
     "toString String str ToString valueOf unicode encode decode getBytes GetBytes toCharArray split Split "
     "splitlines rsplit partition explode intern as_str to_string to_owned into clone unwrap expect "
     "unwrap_or "
     "unwrap_or_default unwrap_or_else as_ref as_bytes to_s to_sym to_str c_str data string byte bytes chr "
     "dup "
     "freeze repeat reversed title capitalize swapcase ljust rjust center zfill expandtabs lstrip rstrip "
     "normalize resolve abspath realpath getCanonicalPath getAbsolutePath toAbsolutePath iconv utf8_decode "
     "utf8_encode nl2br ucfirst lcfirst wordwrap str_pad strrev await Await ok ok_or into_inner iter chars "
     "Itoa FormatInt FormatUint FormatFloat FormatBool Quote toBinaryString toHexString to_hex hex oct "
     "decodeURIComponent decodeURI unescape urldecode rawurldecode unquote unquote_plus base64_decode "
     "b64decode "
     "decodeBase64 atob FromBase64String DecodeString decode64"},
    {Known::format,
     "format Format sprintf vsprintf Sprintf Sprint Sprintln Errorf formatted asprintf AppendFormat "
     "format_map safe_substitute "
     "substitute"},
    {Known::join, "join Join implode"},
    {Known::append,
     "append add push push_back emplace_back Add addLast addElement offer offerLast Push Enqueue enqueue "
     "push_str concat Append AppendLine append_to write WriteString WriteRune print println sb_append "
     "array_push "
     "offerFirst_ insert_last PushBack"},
    {Known::prepend,
     "addFirst unshift push_front insertFirst appendleft prepend array_unshift offerFirst PushFront"},
    {Known::put,
     "put set insert setdefault setProperty setAttribute putIfAbsent store Set Put Insert setItem putString "
     "putExtra add_header SetString"},
    {Known::get,
     "get getOrDefault getProperty fetch at elementAt getAttribute Get GetValueOrDefault ElementAt item "
     "getItem dig "
     "get_or_insert get_mut getString"},
    {Known::get_first,
     "first firstElement getFirst front peek peekFirst First FirstOrDefault element findFirst findAny begin "
     "Peek"},
    {Known::get_last, "last lastElement getLast back peekLast Last LastOrDefault end lastOrNull"},
    {Known::remove, "remove delete erase Remove RemoveAt removeAt unset del delete_at removeElementAt"},
    {Known::take_last, "pop removeLast pollLast pop_back array_pop Pop"},
    {Known::take_first, "shift poll removeFirst pollFirst popleft pop_front dequeue Dequeue array_shift"},
    {Known::clear, "clear Clear removeAll reset Reset setLength"},
    {Known::extend, "addAll extend AddRange putAll update merge assign array_merge appendAll insertAll"},
    {Known::elements,
     "values keys keySet entrySet items entries iterator stream toArray to_a toList ToList ToArray asList of "
     "listOf "
     "copyOf List list sorted reverse sort filter slice subList array_values iter_mut into_iter each "
     "elements "
     "AsEnumerable getValue getKey next collect enumerate zip tuple set frozenset array from Arrays "
     "unmodifiableList "
     "array_keys array_unique flatten compact uniq distinct Distinct Value Key"},
    {Known::self, "build self"},
    {Known::contains,
     "includes contains has containsKey Contains ContainsKey contains_key include? member? key? has_key? "
     "in_array "
     "array_key_exists containsValue HasKey has_value? cover?"},
    {Known::matches,
     "matches match fullmatch test preg_match MatchString IsMatch is_match match? Match matchEntire ereg"},
    {Known::equals, "equals equalsIgnoreCase Equals eq eql? equal? EqualFold strict_equal contentEquals"},
    {Known::starts,
     "startsWith startswith StartsWith starts_with start_with? HasPrefix str_starts_with hasPrefix"},
    {Known::lower, "toLowerCase lower ToLower ToLowerInvariant strtolower downcase to_lowercase casefold"},
    {Known::upper, "toUpperCase upper ToUpper ToUpperInvariant strtoupper upcase to_uppercase"},
    {Known::trim, "trim strip Trim TrimSpace chomp stripLeading stripTrailing"},
    {Known::char_at, "charAt codePointAt char_at"},
    {Known::substring, "substring substr Substring subSequence mb_substr"},
    {Known::replace,
     "replace replaceAll replaceFirst replace_all str_replace preg_replace Replace ReplaceAll sub gsub tr "
     "replaceall "
     "str_ireplace"},
    {Known::fill,
     "strcpy strncpy strcat strncat strlcpy strlcat memcpy memmove sprintf_ snprintf vsnprintf wcscpy wcscat "
     "wcsncpy "
     "wcsncat stpcpy mempcpy bcopy lstrcpy strcpy_s strcat_s sprintf_s snprintf_s memcpy_s swprintf"},
    {Known::scan, "sscanf sscanf_s swscanf"},
    {Known::no_return,
     "exit _exit abort die Exit Fatal Fatalf Fatalln panic panic! halt redirect_and_halt quick_exit bail! "
     "unreachable! todo! unreachable FailFast Panic Panicf"},
};

struct TypeRow {
  KnownType known;
  std::string_view names;
};

constexpr TypeRow kTypes[] = {
    {KnownType::list,
     "ArrayList LinkedList Vector Stack ArrayDeque HashSet TreeSet LinkedHashSet List Queue Deque "
     "PriorityQueue Set "
     "CopyOnWriteArrayList deque vector set unordered_set stack queue Vec VecDeque BTreeSet "
     "ObservableCollection "
     "Collection IList ConcurrentBag ConcurrentQueue SortedSet Array"},
    {KnownType::map,
     "HashMap TreeMap LinkedHashMap Hashtable ConcurrentHashMap Map Dictionary dict OrderedDict defaultdict "
     "unordered_map map BTreeMap Properties SortedDictionary ConcurrentDictionary WeakHashMap EnumMap "
     "IdentityHashMap "
     "Hash Object IDictionary NameValueCollection LinkedMultiValueMap FormData"},
    {KnownType::text,
     "StringBuilder StringBuffer StringIO StringWriter Builder ostringstream stringstream Buffer "
     "StringJoiner String "
     "string"},
    {KnownType::array, "char[]"},
    {KnownType::number, "int long short byte double float boolean bool Integer Long size_t"},
};

template <class T, class RowType>
std::unordered_map<std::string_view, T> build(const RowType* begin, const RowType* end) {
  std::unordered_map<std::string_view, T> map;
  for (const RowType* row = begin; row != end; ++row) {
    for (std::size_t at = 0; at < row->names.size();) {
      const std::size_t stop = std::min(row->names.find(' ', at), row->names.size());
      map.emplace(row->names.substr(at, stop - at), row->known);
      at = stop + 1;
    }
  }
  return map;
}

}  // namespace

Known known_function(std::string_view simple_name) {
  static const auto map = build<Known>(std::begin(kFunctions), std::end(kFunctions));
  const auto found = map.find(simple_name);
  return found == map.end() ? Known::none : found->second;
}

KnownType known_type(std::string_view simple_name) {
  static const auto map = build<KnownType>(std::begin(kTypes), std::end(kTypes));
  const auto found = map.find(simple_name);
  return found == map.end() ? KnownType::none : found->second;
}

Validator validator(std::string_view simple_name) {
  static const Regex rejects(
      "(?i)^_*(is|has|contains|check|detect|looks)?_?(in_?valid|un_?safe|illegal|malicious|blocked|forbidden|"
      "black_?list|deny|denied|bad|suspicious|traversal|internal|private|dangerous|disallowed)");
  static const Regex accepts(
      "(?i)^_*(is|has|are|check|assert|ensure|verify|validate|matches)_?\\w*(valid|safe|allow|permit|white_?"
      "list|"
      "trusted|legal|within|inside|sub_?path|relative_to|local)|^_*(is_?)?(valid|allowed|permitted|"
      "whitelisted|"
      "trusted|safe)|valid(ate|ator)?(d)?(_\\w+|[A-Z]\\w*)?\\??$");
  if (rejects.matches(simple_name)) return Validator::rejects;
  return accepts.matches(simple_name) ? Validator::accepts : Validator::none;
}

bool is_cleaner(std::string_view simple_name) {
  static const Regex pattern(
      "(?i)^_*(sanitiz|sanitis|whitelist|allow_?list|clean|purify|secure_filename|validate|make_?safe|safe_?("
      "path|"
      "name|file|join|url)|strip_?tags|to_?safe)");
  return pattern.matches(simple_name);
}

}  // namespace assay::analysis::taint
