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
