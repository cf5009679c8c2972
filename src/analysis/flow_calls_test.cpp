// The file's own functions, methods, constructors and closures.
#include <gtest/gtest.h>

#include "analysis/flow_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const FlowCase kCases[] = {
    {"parameters that are converted", Language::python, R"code(
@path("/<int:number>/<name>")
def f(number, name):
    sink(number)
    sink(name)  # HIT
    sink(convert(name, SAFELY))
    sink(convert(name, somehow))  # HIT
)code"},
    {"closures in an object and in a class", Language::javascript, R"code(
const table = { go: (x) => { sink(x); } }; // HIT
function entry() { table.go(source()); }
class Job {
  step = (x) => { sink(x); }; // HIT
  run() { this.step(source('b')); }
})code"},
    {"which argument comes back", Language::python, R"code(
def second(a, b):
    return b
def f():
    x = source()
    sink(second(x, "safe"))
    sink(second("safe", x))  # HIT
    sink(second(b=x, a="safe"))  # HIT
)code"},
    {"sink inside", Language::python, R"code(
def run(command):
    sink(command)  # HIT
def safe(command):
    sink(command)
def f():
    run(source())
    safe("constant")
)code"},
    {"fields set by a constructor", Language::python, R"code(
class Box:
    def __init__(self, value):
        self.value = value
        self.label = "box"
    def get(self):
        return self.value
    def name(self):
        return self.label
def f():
    box = Box(source())
    sink(box.get())  # HIT
    sink(box.name())
    sink(box.value)  # HIT
    other = Box("safe")
    sink(other.get())
)code"},
    {"inheritance", Language::python, R"code(
class Base:
    def __init__(self, v):
        self.v = v
    def get(self):
        return self.v
class Child(Base):
    def __init__(self, v):
        super().__init__(v)
def f():
    sink(Child(source()).get())  # HIT
)code"},
    {"inner class", Language::java, R"code(
class A {
  void f() {
    String x = source();
    sink(new Inner().pass(x)); // HIT
    sink(new Inner().drop(x));
    sink(help(x)); // HIT
    sink(A.fixed(x));
  }
  static String help(String s) { return wrap(s); }
  static String wrap(String s) { return "(" + s + ")"; }
  static String fixed(String s) { String kept = s; kept = "constant"; return kept; }
  class Inner {
    String pass(String s) { return s.trim(); }
    String drop(String s) { return "x"; }
  }
})code"},
    {"interface with one implementation", Language::java, R"code(
interface Thing { String go(String s); }
class Real implements Thing { public String go(String s) { return s; } }
class A { void f(Thing thing) { sink(thing.go(source())); } } // HIT
)code"},
    {"overloads", Language::java, R"code(
class A {
  String g(String a) { return a; }
  String g(String a, String b) { return b; }
  void f() {
    sink(g(source())); // HIT
    sink(g(source(), "safe"));
  }
})code"},
    {"recursion ends", Language::python, R"code(
def down(n, x):
    if n == 0:
        return x
    return down(n - 1, x)
def f(n):
    sink(down(n, source()))  # HIT
)code"},
    {"closures", Language::javascript, R"code(
function f() {
  let x = 'safe';
  const set = () => { x = source(); };
  set();
  sink(x); // HIT
  const make = (a) => 'p' + a;
  sink(make(source())); // HIT
  sink(make('safe'));
  library.call((err, data) => { sink(x); }); // HIT
})code"},
    {"callbacks get elements", Language::javascript, R"code(
function f() {
  const list = ['a', source()];
  list.forEach(v => sink(v)); // HIT
  const out = list.map(v => 'x' + v);
  sink(out[0]); // HIT
  source().then(v => { sink(v); }); // HIT
})code"},
    {"several results", Language::go, R"code(
package a
func two() (string, string) {
	return "safe", source()
}
func f() {
	a, b := two()
	sink(a)
	sink(b) // HIT
}
)code"},
    {"methods with receivers", Language::go, R"code(
package a
type T struct{ v string }
func (t *T) set(v string) { t.v = v }
func (t *T) get() string { return t.v }
func f() {
	t := &T{}
	t.set(source())
	sink(t.get()) // HIT
}
)code"},
    {"through a pointer", Language::c, R"code(
static void copy(char *to, const char *from) { strcpy(to, from); }
static const char *same(const char *s) { return s; }
void f(void) {
  char b[80];
  fill(b);
  sink(same(b)); /* HIT */
}
)code"},
    {"methods", Language::cpp, R"code(
class Box { public: Box(std::string v) : v_(v) {} void set(std::string v) { v_ = v; } std::string get() { return v_; } std::string v_; };
void f() {
  Box b("x");
  b.set(source());
  sink(b.get()); // HIT
}
)code"},
    {"properties", Language::csharp, R"code(
class Box { private string v; public Box(string v) { this.v = v; } public string Get() { return v; } }
class A { void F() {
  var b = new Box(source());
  sink(b.Get()); // HIT
  var c = new Box("x");
  sink(c.Get());
} })code"},
    {"classes", Language::php, R"code(<?php
class Box { private $v; function __construct($v) { $this->v = $v; } function get() { return $this->v; } }
function pass($a, $b) { return $b; }
$b = new Box(source());
sink($b->get()); // HIT
sink(pass(source(), 'x'));
sink(pass('x', source())); // HIT
)code"},
    {"last value is the result", Language::ruby, R"code(
class Box
  def initialize(v)
    @v = v
  end
  def get
    @v
  end
end
def pass(a, b)
  b
end
def f
  sink(Box.new(source).get) # HIT
  sink(pass(source, "x"))
  sink(pass("x", source)) # HIT
end
)code"},
    {"functions and methods", Language::rust, R"code(
struct B { v: String }
impl B { fn get(&self) -> String { self.v.clone() } }
fn pass(a: String, b: String) -> String { b }
fn f() {
    let b = B { v: source() };
    sink(b.get()); // HIT
    sink(pass(source(), "x".to_string()));
    sink(pass("x".to_string(), source())); // HIT
    sink(format!("a {}", source())); // HIT
}
)code"},
    {"classes of scripts", Language::typescript, R"code(
class Box {
  private label = 'box';
  constructor(private v: string) { this.v = v; }
  get() { return this.v; }
  name() { return this.label; }
}
function f() {
  const b = new Box(source());
  sink(b.get()); // HIT
  sink(b.name());
})code"},
    {"parameters that are sources", Language::java, R"code(
class A { void f(@tainted String x, @tainted int n, String y) {
  sink(x); // HIT
  sink(n);
  sink(y);
} })code"},
    {"what an object came from", Language::java, R"code(
class A { void f(Holder holder) {
  java.io.Reader r = holder.source();
  sink(r.read()); // HIT
} })code"},
    {"a field from another method", Language::java, R"code(
class A {
  private String name = "x";
  private final String fixed = "y";
  A() { name = source(); }
  void f() {
    sink(name); // HIT
    sink(fixed);
  }
})code"},
};

class CallsFlow : public testing::TestWithParam<FlowCase> {};
TEST_P(CallsFlow, FindsWhatArrives) { EXPECT_EQ(flow_difference(GetParam()), ""); }
INSTANTIATE_TEST_SUITE_P(Languages, CallsFlow, testing::ValuesIn(kCases),
                         [](const auto& one) { return case_name(one.param); });

TEST(FlowPath, GoesFromTheSourceThroughTheCallToTheSink) {
  const auto issues = flow_issues(Language::python, R"code(def run(c):
    sink(c)

def f():
    x = source()
    y = "a" + x
    run(y)
)code");
  ASSERT_EQ(issues.size(), 1U);
  std::string path;
  for (const core::PathStep& step : issues[0].trace)
    path += std::to_string(step.line) + " " + step.note + "\n";
  EXPECT_EQ(path,
            "5 data from outside\n5 assigned to x\n6 assigned to y\n7 passed to run()\n1 assigned to c\n2 "
            "used here\n");
}

TEST(FlowBounds, DeepAndWideCodeEnds) {
  // Each function calls the next one twice; without bounds that is 2^40 calls.
  std::string code;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "f" + std::to_string(i + 1);
    code += "def f" + std::to_string(i) + "(x):\n    return " + next + "(x) + " + next + "(x)\n";
  }
  code += "def f40(x):\n    return x\nsink(f0(source()))\n";
  EXPECT_EQ(flow_issues(Language::python, code).size(), 1U);
  std::string nested = "sink(";
  for (int i = 0; i < 3000; ++i) nested += "(\"a\" + ";
  nested += "source()" + std::string(3000, ')') + ")\n";
  flow_issues(Language::python, nested);
}

}  // namespace
}  // namespace assay::analysis
