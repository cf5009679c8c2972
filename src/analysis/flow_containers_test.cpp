// Lists, maps, objects, string builders: what lies where.
#include <gtest/gtest.h>

#include "analysis/flow_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const FlowCase kCases[] = {
    {"lists by position", Language::java, R"code(
class A { void f() {
  List<String> l = new ArrayList<>();
  l.add("a"); l.add(source()); l.add("c");
  sink(l.get(0));
  sink(l.get(1)); // HIT
  l.remove(0);
  sink(l.get(0)); // HIT
  sink(l.get(1));
  for (String s : l) sink(s); // HIT
  sink(l.size());
} })code"},
    {"maps by key", Language::java, R"code(
class A { void f(String key) {
  Map<String, Object> m = new HashMap<>();
  m.put("a", "safe"); m.put("b", source());
  sink((String) m.get("a"));
  sink((String) m.get("b")); // HIT
  sink(m.get(key)); // HIT
  m.put("b", "safe");
  sink(m.get("b"));
  m.put(key, source());
  sink(m.get("a")); // HIT
} })code"},
    {"dictionaries and lists", Language::python, R"code(
def f(key):
    d = {"a": source(), "b": 1}
    sink(d["a"])  # HIT
    sink(d["b"])
    d["a"] = 2
    sink(d["a"])
    l = ["x", source()]
    sink(l[0])
    sink(l[-1])  # HIT
    l.pop(0)
    sink(l[0])  # HIT
    a, b = "s", source()
    sink(a)
    sink(b)  # HIT
    sink([x for x in l])  # HIT
    sink(", ".join(l))  # HIT
    sink(d.get("c", "none"))
)code"},
    {"objects and arrays", Language::javascript, R"code(
function f() {
  const o = { a: source(), b: 'safe', inner: { c: source() } };
  sink(o.a); // HIT
  sink(o.b);
  sink(o.inner.c); // HIT
  const { a, b: renamed } = o;
  sink(a); // HIT
  sink(renamed);
  const l = ['x'];
  l.push(source());
  sink(l[0]);
  sink(l[1]); // HIT
  sink([...l].join(' ')); // HIT
  const p = { ...o, a: 'over' };
  sink(p.a);
  sink(p.inner.c); // HIT
})code"},
    {"an unknown object remembers", Language::python, R"code(
def f():
    conf = library.Parser()
    conf.set("s", "a", "safe")
    conf.set("s", "b", source())
    sink(conf.get("s", "a"))
    sink(conf.get("s", "b"))  # HIT
)code"},
    {"beans", Language::java, R"code(
class A { void f() {
  Form form = new Form();
  form.setName(source()); form.setAge("7");
  sink(form.getName()); // HIT
  sink(form.getAge());
} })code"},
    {"string builder", Language::java, R"code(
class A { void f() {
  StringBuilder b = new StringBuilder("x");
  sink(b.toString());
  b.append(source()).append("y");
  sink(b.toString()); // HIT
  b.setLength(0);
  b.append("z");
  sink(b);
} })code"},
    {"builder of another language", Language::go, R"code(
package a
func f() {
	var b strings.Builder
	b.WriteString("x")
	sink(b.String())
	b.WriteString(source())
	sink(b.String()) // HIT
	m := map[string]string{"a": source(), "b": "c"}
	sink(m["a"]) // HIT
	sink(m["b"])
	s := []string{"a"}
	s = append(s, source())
	sink(s[1]) // HIT
}
)code"},
    {"fields of structs", Language::go, R"code(
package a
type T struct { a, b string }
func f() {
	t := T{a: source(), b: "x"}
	sink(t.a) // HIT
	sink(t.b)
	t.a = "safe"
	sink(t.a)
}
)code"},
    {"alias", Language::python, R"code(
def f():
    a = []
    b = a
    b.append(source())
    sink(a[0])  # HIT
)code"},
    {"arrays", Language::php, R"code(<?php
function f() {
  $a = ['x' => source(), 'y' => 'safe'];
  sink($a['x']); // HIT
  sink($a['y']);
  $l = [];
  $l[] = source();
  sink($l[0]); // HIT
  foreach ($a as $k => $v) { sink($v); } // HIT
  sink(implode(',', $l)); // HIT
}
)code"},
    {"hashes and pushing", Language::ruby, R"code(
def f
  h = { a: source, "b" => 1 }
  sink(h[:a]) # HIT
  sink(h["b"])
  l = []
  l << source
  sink(l[0]) # HIT
  s = "x"
  s << source
  sink(s) # HIT
  l.each { |y| sink(y) } # HIT
end
)code"},
    {"vectors and streams", Language::cpp, R"code(
void f() {
  std::vector<std::string> v;
  v.push_back("a"); v.push_back(source());
  sink(v[0]);
  sink(v[1]); // HIT
  std::ostringstream s;
  s << "a" << source();
  sink(s.str()); // HIT
  std::map<std::string, std::string> m;
  m["a"] = source(); m["b"] = "c";
  sink(m["a"]); // HIT
  sink(m["b"]);
}
)code"},
    {"strings pushed", Language::rust, R"code(
fn f() {
    let mut s = String::new();
    s.push_str("a");
    s.push_str(&source());
    sink(s); // HIT
    let mut t = String::from("x");
    sink(&t);
    t.push_str(&source());
    sink(&t); // HIT
    let v = vec!["a".to_string(), source()];
    sink(&v[0]);
    sink(&v[1]); // HIT
    let p = P { a: source(), b: "x".to_string() };
    sink(p.a); // HIT
    sink(p.b);
}
)code"},
    {"initialisers", Language::csharp, R"code(
class A { void F() {
  var d = new Dictionary<string, string> { };
  d["a"] = source(); d["b"] = "x";
  sink(d["a"]); // HIT
  sink(d["b"]);
  var c = new Command { Text = source(), Other = "x" };
  sink(c.Text); // HIT
  sink(c.Other);
} })code"},
    {"text of every kind", Language::python, R"code(
def f():
    x = source()
    sink("a" + x)  # HIT
    sink("a %s" % x)  # HIT
    sink("a %s %s" % ("b", x))  # HIT
    sink("a {}".format(x))  # HIT
    sink(f"a {x!r}")  # HIT
    sink("a %d" % len(x))
    sink(x.upper().strip()[1:3])  # HIT
    y = "a"
    y += x
    sink(y)  # HIT
)code"},
    {"numbers in formats", Language::php, R"code(<?php
$x = source();
sink(sprintf("n = %05d, %.2f", $x, $x));
sink(sprintf('%1$d %2$s', $x, "a"));
sink(sprintf('%2$s %1$d', 1, $x)); // HIT
sink(vsprintf("%d %s", ["a", $x])); // HIT
sink($x + 0);
settype($x, "integer");
sink($x);
)code"},
    {"numbers in formats", Language::python, R"code(
def f():
    x = source()
    sink("n = %d" % x)
    sink("%(a)d of %(b)s" % {"a": x, "b": "c"})
    sink("%(a)d of %(b)s" % {"a": 1, "b": x})  # HIT
    sink("%s %d" % ("a", x))
    sink("%d %s" % (1, x))  # HIT
    sink("{:d} {}".format(x, "a"))
    sink("{1} {0:>4d}".format(x, "a"))
    sink("{n} {x!r:>10}".format(n=1, x=x))  # HIT
)code"},
    {"functions given to map", Language::python, R"code(
def f():
    names = source()
    sink(" ".join(map(clean, names)))
    sink(" ".join(map(int, names)))
    sink(" ".join(map(other, names)))  # HIT
    sink(" ".join([names, "a"]))  # HIT
)code"},
    {"functions given to map", Language::ruby, R"code(
def f
  ids = source
  sink(ids.map(&:to_i).join(","))
  sink(ids.map(&:to_s).join(","))  # HIT
end
)code"},
    {"functions given to map", Language::php, R"code(<?php
$ids = source();
sink(implode(",", array_map('intval', $ids)));
sink(implode(",", array_map('trim', $ids))); // HIT
sink(implode(" ", ["a", $ids])); // HIT
)code"},
    {"copying in C", Language::c, R"code(
void f(void) {
  char in[80], out[200], other[20];
  fill(in);
  snprintf(out, sizeof out, "x %s", in);
  sink(out); /* HIT */
  strcpy(other, "safe");
  sink(other);
  strcat(other, in);
  sink(other); /* HIT */
}
)code"},
};

class ContainersFlow : public testing::TestWithParam<FlowCase> {};
TEST_P(ContainersFlow, FindsWhatArrives) { EXPECT_EQ(flow_difference(GetParam()), ""); }
INSTANTIATE_TEST_SUITE_P(Languages, ContainersFlow, testing::ValuesIn(kCases),
                         [](const auto& one) { return case_name(one.param); });

}  // namespace
}  // namespace assay::analysis
