import ArgumentParser

/// How the dashboard looks and what it may do.
struct ScreenOptions: ParsableArguments {
  @Option(help: "A theme by name, or the path of a theme file.")
  var theme: String?

  @Flag(help: "Use ASCII alone, for terminals and fonts that show nothing else.")
  var ascii = false

  @Flag(help: "Switch starting and canceling off.")
  var readOnly = false

  @Flag(help: "Treat the account as production: a cancel needs the task's name typed.")
  var production = false
}
