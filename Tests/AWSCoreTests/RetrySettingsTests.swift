import Support
import Testing

@testable import AWSCore

@Suite struct RetrySettingsTests {
  private func settings(_ variables: [String: String], _ profile: String = "") throws
    -> ResolvedSettings
  {
    try AWSSettings.resolve(
      environment: .home(variables.merging(["AWS_REGION": "eu-west-1"]) { $1 }),
      files: FakeFiles.shared(config: "[default]\n\(profile)"))
  }

  @Test(arguments: ["standard", " standard ", "adaptive", "Adaptive", "legacy", "LEGACY", "  "])
  func `every mode that AWS knows is understood`(name: String) throws {
    #expect(try settings(["AWS_RETRY_MODE": name]).maximumAttempts == 3)
    #expect(try settings([:], "retry_mode = \(name)").maximumAttempts == 3)
  }

  @Test func `the variable goes before the profile`() throws {
    #expect(throws: Never.self) {
      try settings(["AWS_RETRY_MODE": "standard"], "retry_mode = often")
    }
    #expect(try settings([:]).maximumAttempts == 3)
    #expect(
      try settings(["AWS_MAX_ATTEMPTS": " 7 "], "max_attempts = 2").maximumAttempts == 7)
    #expect(try settings([:], "max_attempts = 2").maximumAttempts == 2)
  }

  @Test(arguments: [
    ("100", 100), ("101", 100), ("200", 100), ("+7", 7), ("99999999999999999999", 100),
  ])
  func `more attempts than there is time for are as many as there are`(
    text: String, count: Int
  ) throws {
    let settings = try settings(["AWS_MAX_ATTEMPTS": text])
    #expect(settings.maximumAttempts == count)
    let isLess = count == 100 && text != "100"
    #expect(settings.remarks.isEmpty == !isLess)
    #expect(!isLess || settings.remarks[0].contains("environment variable AWS_MAX_ATTEMPTS"))
    #expect(try self.settings([:], "max_attempts = \(text)").maximumAttempts == count)
  }

  @Test(
    arguments: [
      (
        ["AWS_RETRY_MODE": "fast"], "", "environment variable AWS_RETRY_MODE",
        "must be standard"
      ),
      ([:], "retry_mode = often\n", "retry_mode (~/.aws/config:2)", "must be standard"),
      (
        ["AWS_MAX_ATTEMPTS": "0"], "", "environment variable AWS_MAX_ATTEMPTS",
        "whole number, 1 or more"
      ),
      (
        ["AWS_MAX_ATTEMPTS": "2.5"], "", "environment variable AWS_MAX_ATTEMPTS",
        "whole number, 1 or more"
      ),
      (["AWS_MAX_ATTEMPTS": "-5"], "", "environment variable AWS_MAX_ATTEMPTS", "1 or more"),
      ([:], "max_attempts = many\n", "max_attempts (~/.aws/config:2)", "whole number, 1 or more"),
    ] as [([String: String], String, String, String)])
  func `a value that makes no sense is an error with its place`(
    variables: [String: String], profile: String, place: String, words: String
  ) {
    let error = #expect(throws: AWSError.self) { _ = try settings(variables, profile) }
    guard case .configuration(let where_, let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(where_ == place)
    #expect(message.contains(words))
  }
}
