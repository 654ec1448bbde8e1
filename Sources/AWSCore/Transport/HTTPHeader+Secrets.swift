extension HTTPHeader: CustomStringConvertible, CustomReflectable {
  /// As on the wire, but for the values that nobody else may see.
  public var description: String { "\(name): \(isSecret ? "(hidden)" : value)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["header": description], displayStyle: .struct)
  }

  private var isSecret: Bool {
    Self.secretNames.contains(name.lowercased())
  }

  private static let secretNames: Set<String> = [
    "authorization", "proxy-authorization", "x-amz-security-token", "x-amz-sso_bearer_token",
  ]
}
