import Foundation

/// A secret key and a token in every form in which programs and servers print them.
enum MarkedSecrets {
  typealias Form = (name: String, text: String)

  static let secret = "MARKEDwJalr7XUtnFEMI/K7MDENG+bPxRfiCYEXKEY"
  static let token =
    "MARKEDIQoJb3JpZ2luX2VjEHwaCWV1LXdlc3QtMSJHMEUCIQDk9/x8+Zq0Lm5nOp3QrStUvWxYz0123456789abcd=="

  /// Eight signs in a row of one of them that stand in a text.
  static func leak(in text: String) -> String? {
    for secret in [secret, token] {
      let bytes = Array(secret.utf8)
      for start in bytes.indices.dropLast(7) {
        let piece = String(decoding: bytes[start..<start + 8], as: UTF8.self)
        if text.contains(piece) { return piece }
      }
    }
    return nil
  }

  static let forms: [Form] = plain + nested + folded + cut

  private static let json = """
    {"Version": 1, "AccessKeyId": "ASIA", "SecretAccessKey": "\(secret)", \
    "SessionToken": "\(token)", "Expiration": "2026-11-22T13:00:00Z"}
    """

  private static let plain: [Form] = [
    ("KEY=value", "AWS_SECRET_ACCESS_KEY=\(secret)\nAWS_SESSION_TOKEN=\(token)\n"),
    ("export", "export AWS_SECRET_ACCESS_KEY=\"\(secret)\"; export AWS_SESSION_TOKEN='\(token)'"),
    ("trace", "+ export AWS_SECRET_ACCESS_KEY=\(secret)\n+ AWS_SESSION_TOKEN=\(token)"),
    ("PowerShell", "$Env:AWS_SECRET_ACCESS_KEY=\"\(secret)\"\n$Env:AWS_SESSION_TOKEN=\"\(token)\""),
    ("fish", "set -gx AWS_SECRET_ACCESS_KEY \(secret);\nset -gx AWS_SESSION_TOKEN \(token);"),
    ("ini", "[default]\naws_secret_access_key = \(secret)\naws_session_token = \(token)\n"),
    (
      "environment",
      "HOME=/root\nAWS_SECRET_ACCESS_KEY=\(secret)\nPATH=/bin\nAWS_SESSION_TOKEN=\(token)\nTERM=x"
    ),
    ("environ", "HOME=/root\0AWS_SECRET_ACCESS_KEY=\(secret)\0AWS_SESSION_TOKEN=\(token)\0TERM=x"),
    ("Python", "{'SecretAccessKey': '\(secret)', b'SessionToken': b'\(token)'}"),
    ("Ruby", ":secret_access_key=>\"\(secret)\", :session_token=>\"\(token)\""),
    ("Go", "{AccessKeyId:A SecretAccessKey:\(secret) SessionToken:\(token) Source:x}"),
    ("YAML", "SecretAccessKey: \(secret)\nSessionToken: >\n  \(token)\n"),
    ("text", "CREDENTIALS\tASIA\t2026-11-22T13:00:00Z\t\(secret)\t\(token)"),
    ("table", "|  SecretAccessKey |  \(secret)  |\n|  SessionToken    |  \(token)  |"),
    ("headers", "x-amz-security-token: \(token)\nAuthorization: Bearer \(secret)"),
    (
      "XML",
      "<SecretAccessKey>\(secret)</SecretAccessKey><t:SessionToken a=\"b\">\(token)</t:SessionToken>"
    ),
    ("query", "https://h/?SecretAccessKey=\(percent(secret))&SessionToken=\(percent(token))&V=1"),
  ]

  private static let nested: [Form] = [
    ("JSON", json), ("JSON without spaces", json.replacing(": ", with: ":")),
    ("JSON in lines", json.replacing(", ", with: ",\n  ").replacing(": ", with: ":\n    ")),
    ("JSON's slashes", json.replacing("/", with: "\\/")),
    ("JSON in JSON", escaped(json)), ("JSON in JSON in JSON", escaped(escaped(json))),
    ("JSON in a query", "state=\(percent(json))"),
    ("JSON in XML", json.replacing("\"", with: "&quot;")),
    ("JSON in code points", json.replacing("\"", with: "\\u0022")),
    ("XML in XML", "&lt;SecretAccessKey&gt;\(secret)&lt;/SecretAccessKey&gt;"),
    (
      "OIDC", escaped("{\"clientSecret\":\"\(secret)\",\"refreshToken\":\"\(token)\"}")
    ),
    ("OIDC in JSON", escaped(escaped("{\"clientSecret\" : \"\(secret)\"}"))),
  ]

  private static var folded: [Form] {
    var forms: [Form] = []
    for width in [7, 16, 40, 76] {
      forms.append(("JSON folded at \(width)", fold(json, width)))
      forms.append(("JSON in JSON folded at \(width)", fold(escaped(json), width)))
      let key = fold("AWS_SECRET_ACCESS_KEY=\(secret)", width)
      let session = fold("AWS_SESSION_TOKEN=\(token)", width)
      forms.append(("KEY=value folded at \(width)", "\(key)\n\(session)"))
    }
    return forms
  }

  private static var cut: [Form] {
    var forms: [Form] = []
    for length in stride(from: 60, to: json.count, by: 17) {
      forms.append(("JSON cut at \(length)", String(json.prefix(length))))
    }
    return forms
  }

  private static func escaped(_ text: String) -> String {
    let inner = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(inner)\""
  }

  private static func percent(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }

  private static func fold(_ text: String, _ width: Int) -> String {
    var folded = ""
    for (index, character) in text.enumerated() {
      if index > 0, index % width == 0 { folded.append("\n") }
      folded.append(character)
    }
    return folded
  }
}
