import Testing

@testable import Simulator

@Suite struct `an identifier` {
  @Test(arguments: [
    "a", "Z9", "nightly-orders-1122", "a-b-c", String(repeating: "x", count: 60),
  ])
  func `is accepted`(_ identifier: String) throws {
    try ExportTaskIdentifier.check(identifier)
  }

  @Test(arguments: [
    "", "9a", "-a", "a-", "a--b", "a_b", "a b", "a.b", "é", "aé", "a\u{0}", "a@b", "a[b",
    String(repeating: "x", count: 61),
  ])
  func `is refused`(_ identifier: String) {
    #expect {
      try ExportTaskIdentifier.check(identifier)
    } throws: { ($0 as? Refusal)?.code == "InvalidParameterValue" }
  }
}

@Suite struct `a form` {
  @Test func `is decoded`() throws {
    var form = Form()
    try form.add("a=1&b=x+y%2Bz&c&=e&d=%C3%A9=&a=2&l.1=p&l.2=q&l.4=r".utf8)
    #expect(form["a"] == "2")
    #expect(form["b"] == "x y+z")
    #expect(form["c"] == "")
    #expect(form["d"] == "é=")
    #expect(form.list("l") == ["p", "q"])
    #expect(throws: Refusal.missingParameter("c")) { try form.required("c") }
    #expect(throws: Refusal.missingParameter("nothing")) { try form.required("nothing") }
  }

  @Test(arguments: ["a=%", "a=%1", "a=%zz", "a=%ff"])
  func `that is malformed is refused`(_ text: String) {
    var form = Form()
    #expect(throws: Refusal.self) { try form.add(text.utf8) }
  }
}

@Suite struct `the writer of XML` {
  @Test func `escapes what would be markup and what isn't a character of XML`() {
    var xml = XMLWriter()
    xml.element("a") { xml in
      xml.element("b", "x & <y> \"é\"\t\u{1}")
      xml.element("c", "")
    }
    #expect(
      String(decoding: xml.bytes, as: UTF8.self)
        == "<a><b>x &amp; &lt;y&gt; &quot;é&quot;&#x9;?</b><c/></a>")
  }
}
