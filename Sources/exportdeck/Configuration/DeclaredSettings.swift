import Planning

/// Every setting. Add a new one here, and name it in the options of the commands that take it
/// (mostly in `Commands/SettingOptions`).
struct DeclaredSettings: Sendable {
  let profile = Setting.text(
    "profile", of: "name", scope: .context, otherwise: "AWS_PROFILE, else the profile default",
    example: "prod",
    help: "A profile of ~/.aws/config and ~/.aws/credentials; the dashboard watches several.")

  let region = Setting.text(
    "region", of: "name", scope: .context, otherwise: "AWS_REGION, else the profile's region",
    example: "eu-west-1", help: "An AWS region; the dashboard watches several.")

  let endpoint = Setting.text(
    "endpoint", flag: "endpoint-url", of: "url", scope: .context,
    otherwise: "AWS_ENDPOINT_URL_RDS, else AWS's own", example: "http://127.0.0.1:4566",
    canBeBlank: false, help: "An endpoint of your own instead of AWS's.")

  let theme = Setting.nameOrPath(
    "theme", extensions: ["toml"], scope: .context, fallback: "default",
    help: "A theme by name, or the path of a theme file.")

  let production = Setting.toggle(
    "production", protects: true, scope: .context,
    help: "Treat the account as production: a start or a cancel needs the task's name typed.")

  let readOnly = Setting.toggle(
    "read-only", protects: true, scope: .context, help: "Switch starting and canceling off.")

  let maxActions = Setting.wholeNumber(
    "max-actions", 1...1000, unit: "tasks", fallback: 20,
    help: "How many tasks one action may touch, on the screen and in commands.")

  let interval = Setting.wholeNumber(
    "interval", 1...3600, unit: "seconds", fallback: 5,
    help: "Seconds between two polls while something runs.")

  let staleAfter = Setting.wholeNumber(
    "stale-after", 1...1440, unit: "minutes", fallback: 5,
    help: "Minutes without an answer after which a context is stale, which is an alert.")

  let tonight = Setting.timeOfDay(
    "tonight", fallback: .evening,
    help: "When tonight begins; it lasts until the same time on the next day.")

  let identifier = Setting.identifierTemplate(
    "identifier", otherwise: "the last one's name with new dates",
    help: "How new exports are called, of {series}, {source}, {date} and {time}.")

  let checks = Setting.choice(
    "checks", fallback: Preflight.Level.full,
    help: "How much AWS is asked before an export is started: nothing, RDS and S3, or IAM and KMS, "
      + "too, where a question that isn't allowed can set off an alarm.")

  let maxRequests = Setting.wholeNumber(
    "max-requests", 1...64, unit: "requests", fallback: 8,
    help: "How many requests to AWS are under way at once, over all that is watched.")

  let queueSlots = Setting.choice(
    "queue-slots", fallback: SlotScope.region,
    help: "Whose slots the queue counts together: each region's of an account, or all of them.")

  let memorySize = Setting.wholeNumber(
    "memory-size", 0...1024, unit: "megabytes", fallback: 32,
    help: "How large the file may become in which all dashboards of a user remember what happened; "
      + "with 0 nothing is left behind.")

  let ascii = Setting.toggle(
    "ascii", help: "Use ASCII alone, for terminals and fonts that show nothing else.")

  let caBundle = Setting.path(
    "ca-bundle", extensions: ["pem", "crt"], otherwise: "AWS_CA_BUNDLE, else the system's",
    example: "~/certificates.pem",
    help: "A PEM file of certificates to trust instead of the system's.")

  let logLevel = Setting.choice(
    "log-level", fallback: LogLevel.error,
    help: "How much is noted in the log; never a secret.")

  let listOutput = Setting.choice(
    "list-output", flag: "output", variable: "list-output",
    fallback: ListOutput.table, help: "How `exportdeck list` prints the tasks.")

  let doctorOutput = Setting.choice(
    "doctor-output", flag: "output", variable: "doctor-output",
    fallback: Diagnosis.Form.text, help: "How `exportdeck doctor` prints what it found.")

  /// In the order in which they are shown.
  var all: [any DeclaredSetting] {
    [
      profile, region, endpoint, theme, production, readOnly, maxActions, interval, staleAfter,
      tonight, identifier, checks, maxRequests, queueSlots, memorySize, ascii, caBundle, logLevel,
      listOutput,
      doctorOutput,
    ]
  }
}
