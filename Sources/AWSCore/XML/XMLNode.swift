/// An element with everything in it: for small documents, such as errors, where convenience matters
/// more than speed.
public struct XMLNode: Sendable, Hashable {
  /// The local name.
  public var name: String
  /// The element's own text.
  public var text: String
  public var children: [XMLNode]

  /// Reads a whole document; this is its root.
  public init(parsing bytes: [UInt8], limits: XMLReader.Limits = .init()) throws(XMLError) {
    var reader = try XMLReader(bytes, limits: limits)
    let root = try reader.root()
    self = try XMLNode(root, from: &reader)
    try reader.finish()
  }

  /// The first child with this name.
  public func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  private init(_ element: XMLElement, from reader: inout XMLReader) throws(XMLError) {
    name = reader.name(of: element)
    // A second cursor reads the children, so that each of the two looks for one thing only.
    var inside = reader
    var found: [XMLNode] = []
    while let child = try inside.nextChild(of: element) {
      found.append(try XMLNode(child, from: &inside))
    }
    children = found
    text = try reader.text(of: element)
  }
}
