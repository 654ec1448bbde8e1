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

  var overrides: SettingsOverrides {
    SettingsOverrides(profile: profile, region: region, endpointURL: endpointUrl)
  }
}
