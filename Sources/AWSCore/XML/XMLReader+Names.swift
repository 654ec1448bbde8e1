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

  /// Which name of a vocabulary an element has, nil for none of them.
  /// - Parameter hint: Where to look first: what follows the name that came before.
  public func index(
    of element: XMLElement, in vocabulary: XMLVocabulary, startingAt hint: Int = 0
  ) -> Int? {
    let names = vocabulary.names
    let local = element.localName
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !names.isEmpty else { return nil }
      var candidate = names.indices.contains(hint) ? hint : 0
      for _ in names.indices {
        let name = names[candidate]
        if name.utf8CodeUnitCount == local.count,
          memcmp(base + local.lowerBound, name.utf8Start, local.count) == 0
        {
          return candidate
        }
        candidate = candidate + 1 == names.count ? 0 : candidate + 1
      }
      return nil
    }
  }
}

/// The names of the members of a structure, in the order in which they usually come.
public struct XMLVocabulary: Sendable {
  let names: [StaticString]

  public init(_ names: [StaticString]) {
    self.names = names
  }
}
