import AWSCore

extension XMLReader {
  /// - Throws: `XMLError.Kind.missingElement` where the document is of another kind.
  mutating func root(named name: String) throws(XMLError) -> XMLElement {
    let root = try root()
    guard self.name(of: root) == name else { throw XMLError(.missingElement(name), at: 0) }
    return root
  }
}
