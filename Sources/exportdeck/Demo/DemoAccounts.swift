import AWSCore
import Ground
import Simulator
import Tracking

/// What the demo watches, said as a user's own files would say it: they are in memory, and their
/// accounts are the simulator's.
struct DemoAccounts: Sendable {
  private struct Account {
    /// The profile's name.
    var profile: String
    /// What its context says besides.
    var protection: String?
    var options: SimulatorOptions
  }

  private let accounts: [Account]

  /// A night in three accounts.
  /// - Parameter world: Seed and speed.
  static func night(_ world: SimulatorOptions, _ local: LocalTime) -> DemoAccounts {
    func options(
      _ place: Night.Place, region: String, account: String, key: String
    ) -> SimulatorOptions {
      var options = world
      (options.region, options.account, options.accessKeyID) = (region, account, key)
      options.night = Night(place, local)
      return options
    }
    return DemoAccounts(accounts: [
      Account(
        profile: "prod", protection: "production = true",
        options: options(
          .production, region: "eu-west-1", account: "123456789012", key: "AKIDDEMOPROD")),
      Account(
        profile: "us", protection: "read-only = true",
        options: options(
          .abroad, region: "us-east-1", account: "210987654321", key: "AKIDDEMOABROAD")),
      Account(
        profile: "stage",
        options: options(
          .staging, region: "eu-west-1", account: "345678901234", key: "AKIDDEMOSTAGING")),
    ])
  }

  /// One account with as many exports as the user wishes.
  static func one(_ world: SimulatorOptions) -> DemoAccounts {
    DemoAccounts(accounts: [Account(profile: "simulated", options: world)])
  }

  /// Where they are, by their profiles.
  func sites(endpoint: String) -> [(profile: String, site: Site)] {
    accounts.map { account in
      let options = account.options
      return (
        account.profile,
        Site(
          endpoint: endpoint, region: options.region,
          partition: Partition.containing(region: options.region).id, account: options.account)
      )
    }
  }

  /// What the simulator has to serve.
  var simulated: [SimulatorOptions] { accounts.map(\.options) }

  /// What `config.toml` says.
  var configuration: String {
    accounts.map { account in
      let lines = [
        "[[contexts]]", "profile = \"\(account.profile)\"",
        "region = \"\(account.options.region)\"", account.protection,
      ]
      return lines.compactMap(\.self).joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  /// What AWS's own files say.
  var files: DemoFiles {
    let profiles = accounts.map { account in
      """
      [profile \(account.profile)]
      region = \(account.options.region)
      aws_account_id = \(account.options.account)
      aws_access_key_id = \(account.options.accessKeyID)
      aws_secret_access_key = \(SimulatorServer.secretAccessKey)

      """
    }
    return DemoFiles(texts: ["\(Self.home)/.aws/config": profiles.joined(separator: "\n")])
  }

  /// All that the demo has of an environment.
  func environment(endpoint: String) -> Environment {
    Environment(variables: ["HOME": Self.home, "AWS_ENDPOINT_URL": endpoint])
  }

  /// A folder that isn't there.
  static let home = "/demo"
}
