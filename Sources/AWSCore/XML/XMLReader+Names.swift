import Glibc

extension XMLReader {
  public func isNamed(_ element: XMLElement, _ name: StaticString) -> Bool {
    element.localName.count == name.utf8CodeUnitCount
      && matches(name, at: element.localName.lowerBound)
  }

  /// The local name of an element.
  public func name(of element: XMLElement) -> String {
    String(decoding: bytes[element.localName], as: UTF8.self)
  }

  /// The index of an element's name in a vocabulary, nil where it isn't there.
  /// - Parameter hint: Where to look first: the index after the last name found.
  public func index(
    of element: XMLElement, in vocabulary: XMLVocabulary, startingAt hint: Int = 0
  ) -> Int? {
    bytes.withUnsafeBufferPointer { document in
      vocabulary.index(startingAt: hint) { name in
        name.utf8CodeUnitCount == element.localName.count
          && name.stands(in: document, at: element.localName.lowerBound)
      }
    }
  }
}

/// The names of a structure's members, in the order they usually come in.
public struct XMLVocabulary: Sendable {
  let names: [StaticString]

  public init(_ names: [StaticString]) {
    self.names = names
  }

  /// Which name stands somewhere in a document, with a certain byte behind it.
  func index(
    ofNameIn document: UnsafeBufferPointer<UInt8>, at start: Int, endedBy end: UInt8,
    startingAt hint: Int
  ) -> Int? {
    index(startingAt: hint) { name in
      let after = start + name.utf8CodeUnitCount
      return after < document.count && document[after] == end
        && name.stands(in: document, at: start)
    }
  }

  /// The names one after the other, round from the one that is expected.
  @inline(__always)
  fileprivate func index(startingAt hint: Int, where matches: (StaticString) -> Bool) -> Int? {
    var candidate = names.indices.contains(hint) ? hint : 0
    for _ in names.indices {
      if matches(names[candidate]) { return candidate }
      candidate = candidate + 1 == names.count ? 0 : candidate + 1
    }
    return nil
  }
}

extension StaticString {
  /// - Parameter start: So far before the end of the document that the name fits in.
  fileprivate func stands(in document: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard let base = document.baseAddress else { return false }
    return memcmp(base + start, utf8Start, utf8CodeUnitCount) == 0
  }
}
