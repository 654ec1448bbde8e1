import Testing

@testable import AWSCore

@Suite struct XMLReaderTests {
  private func reader(_ text: String) throws -> XMLReader { try XMLReader(Array(text.utf8)) }

  private func text(of document: String) throws -> String {
    var reader = try reader(document)
    let root = try reader.root()
    let text = try reader.text(of: root)
    try reader.finish()
    return text
  }

  @Test func `children come in order, and what is not read is skipped`() throws {
    var reader = try reader("<r><a>1</a> <b><x>deep</x></b><c/><d>4</d></r>")
    let root = try reader.root()
    var names: [String] = []
    while let child = try reader.nextChild(of: root) {
      names.append(reader.name(of: child))
      if reader.isNamed(child, "d") { #expect(try reader.text(of: child) == "4") }
    }
    try reader.finish()
    #expect(names == ["a", "b", "c", "d"])
  }

  @Test func `a child left half read doesn't disturb its parent`() throws {
    var reader = try reader("<r><a><x>1</x><y>2</y></a><b>3</b></r>")
    let root = try reader.root()
    let a = try #require(try reader.nextChild(of: root))
    let x = try #require(try reader.nextChild(of: a))
    #expect(reader.name(of: x) == "x")
    let b = try #require(try reader.nextChild(of: root))
    #expect(try reader.text(of: b) == "3")
    #expect(try reader.nextChild(of: a) == nil)
    #expect(try reader.nextChild(of: root) == nil)
    try reader.finish()
  }

  @Test func `an element that is over has no more text and no more children`() throws {
    var reader = try reader("<r><a>1</a><b>2</b></r>")
    let root = try reader.root()
    let a = try #require(try reader.nextChild(of: root))
    #expect(try reader.text(of: a) == "1")
    #expect(try reader.text(of: a).isEmpty)
    let b = try #require(try reader.nextChild(of: root))
    #expect(try reader.nextChild(of: a) == nil)
    #expect(try reader.text(of: b) == "2")
  }

  @Test func `prefixes and attributes are passed over`() throws {
    var reader = try reader(
      #"<s:r xmlns:s="http://x/" a = 'b"c>'><s:a x="1"/><s:b  >t</s:b ></s:r>"#)
    let root = try reader.root()
    #expect(reader.name(of: root) == "r")
    let a = try #require(try reader.nextChild(of: root))
    #expect(reader.isNamed(a, "a") && !reader.isNamed(a, "s:a"))
    #expect(try reader.text(of: a).isEmpty)
    let b = try #require(try reader.nextChild(of: root))
    #expect(try reader.text(of: b) == "t")
    try reader.finish()
  }

  @Test(arguments: [
    ("<r>a&lt;b&gt;&amp;&quot;&apos;</r>", "a<b>&\"'"),
    ("<r>&#65;&#x42;&#x1F600;&#xe9;</r>", "AB😀é"),
    ("<r>&amp;lt;</r>", "&lt;"),
    ("<r>a<![CDATA[<b>&amp;]] >]]>c</r>", "a<b>&amp;]] >c"),
    ("<r>a<!-- x -- y --><?pi <z>?>b</r>", "ab"),
    ("<r>one\r\ntwo\rthree\n</r>", "one\ntwo\nthree\n"),
    ("<r>\r</r>", "\n"), ("<r>&#13;</r>", "\r"),
    ("<r> kept </r>", " kept "), ("<r/>", ""), ("<r></r>", ""), ("<r><![CDATA[]]></r>", ""),
    ("<r>a<b>not mine</b>c</r>", "ac"), ("<r>a<b/>c</r>", "ac"),
    ("<r>données 輸出 👩‍💻</r>", "données 輸出 👩‍💻"),
    ("\u{FEFF}<?xml version=\"1.0\"?><!-- c --><r>x</r><!-- d -->\n<?e?>", "x"),
  ])
  func `text is what the document says`(document: String, wanted: String) throws {
    #expect(try text(of: document) == wanted)
  }

  @Test func `text without a string is the same text`() throws {
    var reader = try reader("<r><a>plain</a><b>x&amp;y</b></r>")
    let root = try reader.root()
    var texts: [String] = []
    while let child = try reader.nextChild(of: root) {
      texts.append(try reader.withText(of: child) { String(decoding: $0, as: UTF8.self) })
    }
    #expect(texts == ["plain", "x&y"])
  }

  @Test func `a vocabulary finds a name from any hint`() throws {
    let words = XMLVocabulary(["Alpha", "Beta", "Gamma"])
    var reader = try reader("<r><Gamma/><Alpha/><Delta/><Beta/><Alph/></r>")
    let root = try reader.root()
    for hint in [0, 1, 2, 3, -1] {
      var copy = reader
      var found: [Int?] = []
      while let child = try copy.nextChild(of: root) {
        found.append(copy.index(of: child, in: words, startingAt: hint))
      }
      #expect(found == [2, 0, nil, 1, nil])
    }
    #expect(reader.index(of: root, in: XMLVocabulary([])) == nil)
  }

  @Test func `a tree holds what the document holds`() throws {
    let tree = try XMLNode(parsing: Array("<r>a<x>1</x>b<y><z/></y></r>".utf8))
    #expect(tree.name == "r" && tree.text == "ab")
    #expect(tree.children.map(\.name) == ["x", "y"])
    #expect(tree.child("x")?.text == "1")
    #expect(tree.child("y")?.child("z")?.text == "")
    #expect(tree.child("z") == nil)
  }
}
