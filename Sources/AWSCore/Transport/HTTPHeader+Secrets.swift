extension HTTPHeader: CustomStringConvertible, CustomReflectable {
  /// As on the wire, but for the values that nobody else may see.
  public var description: String { "\(name): \(isSecret ? "(hidden)" : value)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["header": description], displayStyle: .struct)
  }

  private var isSecret: Bool {
    ["authorization", "x-amz-security-token", "proxy-authorization"].contains(name.lowercased())
  }
}
