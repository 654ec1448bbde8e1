/// An element with all that is in it: for small documents, such as errors, where looking around is
/// worth more than speed.
public struct XMLNode: Sendable, Hashable {
  /// The local name.
  public var name: String
  /// The element's own text.
  public var text: String
  public var children: [XMLNode]

  /// Reads a whole document and gives its root.
  public init(parsing bytes: [UInt8], limits: XMLReader.Limits = .init()) throws(XMLError) {
    var reader = try XMLReader(bytes, limits: limits)
    let root = try reader.root()
    self = try XMLNode(root, from: &reader)
    try reader.finish()
  }

  /// The first child of a name.
  public func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  private init(_ element: XMLElement, from reader: inout XMLReader) throws(XMLError) {
    name = reader.name(of: element)
    // The children come from a second cursor, so that each of the two has one thing to look for.
    var inside = reader
    var found: [XMLNode] = []
    while let child = try inside.nextChild(of: element) {
      found.append(try XMLNode(child, from: &inside))
    }
    children = found
    text = try reader.text(of: element)
  }
}
