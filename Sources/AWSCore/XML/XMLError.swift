/// Why a document can't be read, and where.
///
/// A document that was cut short is always an error, never a shorter answer.
public struct XMLError: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The document ends before its root element does.
    case truncated
    /// Markup that isn't XML.
    case malformed
    case invalidUTF8
    /// NUL or another character that XML 1.0 forbids, plain or as a reference.
    case forbiddenCharacter
    /// An entity other than the five predefined ones and the numeric ones.
    case unknownEntity
    /// A document type declaration: refused, so that no entity can be declared.
    case documentType
    /// An end tag that isn't the innermost element's.
    case mismatchedEndTag
    case tooDeep(limit: Int)
    case tooLarge(limit: Int)
    /// Something after the root element.
    case trailingContent
    /// The document is well-formed but lacks an element that it must have.
    case missingElement(String)
    /// More elements with a name than any real answer has.
    case tooMany(element: String, limit: Int)
    /// An element's text isn't of its type.
    case unexpectedValue(element: String)
  }

  public var kind: Kind
  /// The byte of the document where it was noticed.
  public var offset: Int

  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}

extension XMLError: CustomStringConvertible {
  public var description: String { "\(reason) (byte \(offset))" }

  private var reason: String {
    switch kind {
    case .truncated: "the XML document ends too early"
    case .malformed: "the document isn't well-formed XML"
    case .invalidUTF8: "the document isn't valid UTF-8"
    case .forbiddenCharacter: "the document holds a character that XML forbids"
    case .unknownEntity: "the document refers to an unknown entity"
    case .documentType: "the document has a document type declaration, which is refused"
    case .mismatchedEndTag: "an end tag doesn't match the element that is open"
    case .tooDeep(let limit): "elements are nested more than \(limit) deep"
    case .tooLarge(let limit): "the document is larger than \(limit) bytes"
    case .trailingContent: "there is more after the root element"
    case .missingElement(let name): "the element \(name) is missing"
    case .tooMany(let name, let limit): "there are more than \(limit) elements \(name)"
    case .unexpectedValue(let name): "the element \(name) holds a value of another type"
    }
  }
}
