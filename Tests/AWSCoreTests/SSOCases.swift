import Foundation
import Support
import Synchronization

@testable import AWSCore

/// A profile, what is cached of its login, and what the servers say to it (by marks in its name).
struct SSOCase: Sendable {
  var name: String
  var isLegacy = false
  var role = "ReadOnly"
  /// Minutes the token has left; nil for no file.
  var minutes: Double?
  var registrationMinutes = 60_000.0
  var missing: Set<String> = []
  var text: String?
  var oldTimes = false
  /// How many requests it takes.
  var requests: Int

  static let all: [SSOCase] = [
    SSOCase(name: "valid", minutes: 60, requests: 1),
    SSOCase(name: "due", minutes: 10, requests: 2),
    SSOCase(name: "expired", minutes: -600, requests: 2),
    SSOCase(name: "due-refused", minutes: 10, requests: 2),
    SSOCase(name: "expired-refused", minutes: -10, requests: 1),
    SSOCase(name: "due-oidcflaky", minutes: 10, requests: 3),
    SSOCase(name: "expired-unregistered", minutes: -10, registrationMinutes: -1, requests: 0),
    SSOCase(name: "due-unregistered", minutes: 10, registrationMinutes: -1, requests: 1),
    SSOCase(name: "due-norefresh", minutes: 10, missing: ["refreshToken"], requests: 1),
    SSOCase(name: "due-noclient", minutes: 10, missing: ["clientId"], requests: 1),
    SSOCase(name: "due-nosecret", minutes: 10, missing: ["clientSecret"], requests: 1),
    SSOCase(name: "due-nodate", minutes: 10, missing: ["registrationExpiresAt"], requests: 1),
    SSOCase(name: "legacy", isLegacy: true, minutes: 60, requests: 1),
    SSOCase(name: "legacy-due", isLegacy: true, minutes: 5, requests: 1),
    SSOCase(name: "legacy-expired", isLegacy: true, minutes: -5, requests: 0),
    SSOCase(name: "legacy-old", isLegacy: true, minutes: 60, oldTimes: true, requests: 1),
    SSOCase(name: "old-times", minutes: 60, oldTimes: true, requests: 1),
    SSOCase(name: "denied401", minutes: 60, requests: 1),
    SSOCase(name: "denied403", minutes: 60, requests: 1),
    SSOCase(name: "denied404", minutes: 60, requests: 1),
    SSOCase(name: "invalid400", minutes: 60, requests: 1),
    SSOCase(name: "flaky", minutes: 60, requests: 2),
    SSOCase(name: "throttled429", minutes: 60, requests: 2),
    SSOCase(name: "encoded", role: "A+b=c,d.e@f-g_h~i", minutes: 60, requests: 1),
    SSOCase(name: "nofile", requests: 0),
    SSOCase(name: "legacy-nofile", isLegacy: true, requests: 0),
    SSOCase(name: "broken", text: "{\"accessToken\": ", requests: 0),
    SSOCase(name: "noaccess", minutes: 60, missing: ["accessToken"], requests: 0),
    SSOCase(name: "noexpiry", minutes: 60, missing: ["expiresAt"], requests: 0),
  ]

  var settings: SSOSettings {
    SSOSettings(
      profileName: name, session: isLegacy ? nil : "session-\(name)",
      startURL: "https://\(name).awsapps.com/start", region: "eu-west-1",
      accountID: "123456789012", roleName: role)
  }

  /// For the config file.
  var section: String {
    let login = "sso_start_url = \(settings.startURL)\nsso_region = eu-west-1\n"
    let role = "sso_account_id = 123456789012\nsso_role_name = \(role)\n"
    return isLegacy
      ? "[profile \(name)]\n\(login)\(role)"
      : "[profile \(name)]\nsso_session = session-\(name)\n\(role)"
        + "[sso-session session-\(name)]\n\(login)"
  }

  func file(now: Date) -> String? {
    if let text { return text }
    guard let minutes else { return nil }
    func time(_ minutes: Double) -> String {
      let text = CachedTime.text(now.addingTimeInterval(minutes * 60))
      return oldTimes ? "\(text.dropLast())UTC" : text
    }
    var members = [
      "startUrl": settings.startURL, "region": "eu-west-1", "accessToken": "access-of-\(name)-",
      "expiresAt": time(minutes), "clientId": "client-\(name)", "clientSecret": "secret-\(name)",
      "refreshToken": "refresh-of-\(name)-", "registrationExpiresAt": time(registrationMinutes),
    ]
    for name in missing { members[name] = nil }
    return SSOBench.json(members)
  }

  /// What our error is called where botocore raises this one.
  static func ourName(of error: String) -> String {
    switch error {
    case "SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError": "loginNeeded"
    // What botocore says of a file that is no JSON.
    case "KeyError": "loginNeeded"
    case "ForbiddenException", "ResourceNotFoundException": "configuration"
    default: error
    }
  }

  /// Portal and OIDC service in one; each profile's flaky answers fail the first time.
  static func script() -> @Sendable (LoopbackServer.Request, Int) -> [LoopbackServer.Step] {
    let seen = Seen()
    return { request, _ in
      let mark = (request.header("x-amz-sso_bearer_token") ?? "") + request.body
      let isFirst = seen.isFirst(request.method + mark)
      if request.method == "POST" { return [oidc(mark, isFirst: isFirst)] }
      return [portal(mark, isFirst: isFirst)]
    }
  }

  private static func oidc(_ mark: String, isFirst: Bool) -> LoopbackServer.Step {
    if mark.contains("refused") {
      return .answer(
        400,
        headers: ["x-amzn-ErrorType": "InvalidGrantException", "Content-Type": "application/json"],
        body: #"{"error":"invalid_grant","error_description":"Invalid refresh token provided"}"#)
    }
    if mark.contains("oidcflaky"), isFirst {
      return .answer(
        500, headers: ["x-amzn-ErrorType": "InternalServerException"],
        body: #"{"error":"server_error"}"#)
    }
    let name = mark.firstMatch(of: /refresh-of-([a-z0-9-]+)-"/).map { String($0.1) } ?? ""
    return .answer(
      body: """
        {"accessToken":"renewed-of-\(name)-","tokenType":"Bearer","expiresIn":28800,
         "refreshToken":"again-of-\(name)-"}
        """)
  }

  private static func portal(_ mark: String, isFirst: Bool) -> LoopbackServer.Step {
    let faults = [
      ("denied401", 401, "UnauthorizedException"), ("denied403", 403, "ForbiddenException"),
      ("denied404", 404, "ResourceNotFoundException"),
      ("invalid400", 400, "InvalidRequestException"),
    ]
    for (name, status, type) in faults where mark.contains(name) {
      return .answer(
        status, headers: ["x-amzn-ErrorType": type, "Content-Type": "application/json"],
        body: #"{"message":"no","__type":"com.amazonaws.switchboard.portal#\#(type)"}"#)
    }
    if isFirst, mark.contains("-of-flaky-") { return .answer(503, body: "<html></html>") }
    if isFirst, mark.contains("throttled429") {
      return .answer(
        429, headers: ["x-amzn-ErrorType": "TooManyRequestsException"], body: #"{"message":"x"}"#)
    }
    return .answer(
      headers: ["Content-Type": "application/json"],
      body: """
        {"roleCredentials":{"accessKeyId":"ASIA\(mark.utf8.count)","secretAccessKey":"s-\(mark)",
         "sessionToken":"t-\(mark)","expiration":4070908800000}}
        """)
  }
}

private final class Seen: Sendable {
  private let marks = Mutex<Set<String>>([])

  func isFirst(_ mark: String) -> Bool { marks.withLock { $0.insert(mark).inserted } }
}
