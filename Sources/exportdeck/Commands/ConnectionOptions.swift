import AWSCore
import ArgumentParser

/// Which account and region, by the AWS CLI's own option names.
struct ConnectionOptions: ParsableArguments {
  @Option(help: "The profile of ~/.aws/config and ~/.aws/credentials to use.")
  var profile: String?

  @Option(help: "The AWS region.")
  var region: String?

  @Option(help: "An endpoint of your own instead of AWS's.")
  var endpointUrl: String?

  @Option(
    help: "A PEM file of certificates to trust instead of the system's.",
    completion: .file(extensions: ["pem", "crt"]))
  var caBundle: String?

  @Option(help: "How much is noted in the log: off, error, info or debug; never a secret.")
  var logLevel: LogLevel = .error

  var overrides: SettingsOverrides {
    SettingsOverrides(
      profile: profile, region: region, endpointURL: endpointUrl, caBundle: caBundle)
  }
}

extension LogLevel: ExpressibleByArgument {
  init?(argument: String) {
    guard let level = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = level
  }

  static var allValueStrings: [String] { allCases.map { "\($0)" } }
  var defaultValueDescription: String { "\(self)" }
}
