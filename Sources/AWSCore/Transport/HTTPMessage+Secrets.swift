extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Without the body: it may hold a client's secret or a token.
  public var description: String { "\(method) \(url), \(headers), \(body.count) bytes" }

  public var customMirror: Mirror {
    Mirror(
      self,
      children: ["method": method, "url": url, "headers": headers, "bodyBytes": body.count],
      displayStyle: .struct)
  }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
  /// Without the body: it may hold credentials.
  public var description: String { "\(status), \(headers), \(body.count) bytes" }

  public var customMirror: Mirror {
    Mirror(
      self, children: ["status": status, "headers": headers, "bodyBytes": body.count],
      displayStyle: .struct)
  }
}

extension HTTPHeader: CustomStringConvertible, CustomReflectable {
  /// As on the wire, with secret values hidden.
  public var description: String { "\(name): \(isSecret ? "(hidden)" : value)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["header": description], displayStyle: .struct)
  }

  private var isSecret: Bool {
    Self.secretNames.contains(name.lowercased())
  }

  private static let secretNames: Set<String> = [
    "authorization", "dpop", "proxy-authorization", "x-amz-security-token",
    "x-amz-sso_bearer_token",
  ]
}
